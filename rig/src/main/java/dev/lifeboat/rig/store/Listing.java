package dev.lifeboat.rig.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/// Answers both kinds of listing, in pages, with the faults that listings can have.
final class Listing {
    private static final int PAGE = 1000;

    private final Objects objects;
    private final Request request;
    private final Faults faults;
    private final long number;

    Listing(Objects objects, Request request, Faults faults, long number) {
        this.objects = objects;
        this.request = request;
        this.faults = faults;
        this.number = number;
    }

    Answer answer() throws IOException {
        boolean second = "2".equals(request.query().get("list-type"));
        String prefix = value("prefix");
        String delimiter = value("delimiter");
        String after = second
                ? value("continuation-token").isEmpty() ? value("start-after") : value("continuation-token")
                : value("marker");
        int limit = value("max-keys").isEmpty() ? PAGE : Math.min(PAGE, Integer.parseInt(value("max-keys")));
        List<String> keys = new ArrayList<>();
        TreeSet<String> folders = new TreeSet<>();
        Optional<String> next = Optional.empty();
        String last = after;
        for (String key : objects.keys(request.bucket(), prefix)) {
            String folder = folder(key, prefix, delimiter);
            String place = folder.isEmpty() ? key : folder + '\ufffd';
            if (key.compareTo(after) <= 0 || (!folder.isEmpty() && folders.contains(folder)) || isHidden(key)) {
                continue;
            }
            if (keys.size() + folders.size() == limit) {
                next = Optional.of(last);
                break;
            }
            last = place;
            if (folder.isEmpty()) {
                keys.add(key);
            } else {
                folders.add(folder);
            }
        }
        if (faults.unordered()) {
            Collections.shuffle(keys, new Random(faults.seed() + number));
        }
        return Answer.xml(200, xml(second, prefix, delimiter, limit, keys, folders, next));
    }

    private String value(String name) {
        return request.query().getOrDefault(name, "");
    }

    private static String folder(String key, String prefix, String delimiter) {
        int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        return end < 0 ? "" : key.substring(0, end + delimiter.length());
    }

    private boolean isHidden(String key) throws IOException {
        if (faults.befalls(key, faults.partialPermille(), number)) {
            return true;
        }
        Optional<Path> file = objects.find(request.bucket(), key);
        return file.isEmpty()
                || Files.getLastModifiedTime(file.get()).toMillis() > System.currentTimeMillis() - faults.staleMillis();
    }

    private String xml(
            boolean second,
            String prefix,
            String delimiter,
            int limit,
            List<String> keys,
            TreeSet<String> folders,
            Optional<String> next)
            throws IOException {
        StringBuilder xml = new StringBuilder("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        element(xml, "Name", request.bucket());
        element(xml, "Prefix", prefix);
        element(xml, "Delimiter", delimiter);
        element(xml, "MaxKeys", Integer.toString(limit));
        element(xml, "IsTruncated", Boolean.toString(next.isPresent()));
        if (second) {
            element(xml, "KeyCount", Integer.toString(keys.size() + folders.size()));
        }
        if (next.isPresent()) {
            element(xml, second ? "NextContinuationToken" : "NextMarker", next.get());
        }
        for (String key : keys) {
            contents(xml, key);
        }
        for (String folder : folders) {
            xml.append("<CommonPrefixes>");
            element(xml, "Prefix", folder);
            xml.append("</CommonPrefixes>");
        }
        return xml.append("</ListBucketResult>").toString();
    }

    private void contents(StringBuilder xml, String key) throws IOException {
        Path file = objects.find(request.bucket(), key).orElse(null);
        if (file == null) {
            return;
        }
        Instant time = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
        xml.append("<Contents>");
        element(xml, "Key", key);
        element(xml, "LastModified", time.toString().replace("Z", ".000Z"));
        element(xml, "ETag", objects.tag(request.bucket(), key));
        element(xml, "Size", Long.toString(Files.size(file)));
        element(xml, "StorageClass", "STANDARD");
        xml.append("</Contents>");
    }

    private void element(StringBuilder xml, String name, String value) {
        boolean encodes = "url".equals(request.query().get("encoding-type")) && name.matches("Key|Prefix");
        String shown = encodes
                ? java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8)
                        .replace("%2F", "/")
                        .replace("+", "%20")
                : value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        xml.append('<')
                .append(name)
                .append('>')
                .append(shown)
                .append("</")
                .append(name)
                .append('>');
    }
}
