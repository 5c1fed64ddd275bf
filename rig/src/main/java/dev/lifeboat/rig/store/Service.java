package dev.lifeboat.rig.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What S3 does with one request, faults of the wire aside. Signatures are not looked at.
final class Service {
    static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final Pattern XML_KEY = Pattern.compile("<Key>([^<]*)</Key>");
    private static final Pattern XML_PART = Pattern.compile("<PartNumber>\\s*(\\d+)\\s*</PartNumber>");

    private final Objects objects;
    private final Multiparts multiparts;
    private final Log log;

    Service(Objects objects, Multiparts multiparts, Log log) {
        this.objects = objects;
        this.multiparts = multiparts;
        this.log = log;
    }

    /// `isLost` says that nobody will hear the answer, which the log tells from an acknowledgement.
    Answer answer(Request request, Faults faults, long number, boolean isLost) throws IOException {
        if (request.key().isEmpty()) {
            return bucket(request, faults, number);
        }
        return switch (request.method()) {
            case "PUT" -> request.asks("uploadId") ? putPart(request) : put(request, faults, isLost);
            case "POST" -> request.asks("uploads") ? begin(request) : complete(request, faults, isLost);
            case "GET", "HEAD" -> get(request);
            case "DELETE" -> request.asks("uploadId") ? abort(request) : delete(request);
            default -> Answer.error(405, "MethodNotAllowed");
        };
    }

    private Answer bucket(Request request, Faults faults, long number) throws IOException {
        if (request.method().equals("POST") && request.asks("delete")) {
            return deleteMany(request);
        }
        if (request.asks("location")) {
            return Answer.xml(200, "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>");
        }
        if (request.asks("versioning")) {
            return Answer.xml(200, "<VersioningConfiguration/>");
        }
        if (request.asks("uploads")) {
            return listUploads(request);
        }
        return request.method().equals("GET") ? new Listing(objects, request, faults, number).answer() : Answer.of(200);
    }

    private Answer put(Request request, Faults faults, boolean isLost) throws IOException {
        Objects.Arrived arrived = objects.receive(request.body());
        return store(request, arrived, request.headers(), arrived.md5(), faults, isLost);
    }

    private Answer store(
            Request request,
            Objects.Arrived arrived,
            Map<String, String> headers,
            String sum,
            Faults faults,
            boolean isLost)
            throws IOException {
        String tag = '"' + sum + '"';
        Map<String, String> kept = new HashMap<>(headers);
        kept.keySet().removeIf(name -> !name.startsWith("x-amz-meta-") && !name.equals("content-type"));
        boolean conditions = !faults.ignoresConditions();
        Objects.Outcome outcome = objects.put(
                request.bucket(),
                request.key(),
                arrived,
                kept,
                tag,
                conditions && request.header("if-none-match").isPresent(),
                request.header("if-match").filter(ignored -> conditions));
        if (outcome != Objects.Outcome.DONE) {
            Files.deleteIfExists(arrived.file());
            return outcome == Objects.Outcome.MISSING
                    ? Answer.error(404, "NoSuchKey")
                    : Answer.error(412, "PreconditionFailed");
        }
        log.note(isLost ? "lost" : "put", arrived.length(), arrived.sha256(), request.bucket(), request.key());
        return Answer.of(200).with("ETag", tag);
    }

    private Answer get(Request request) throws IOException {
        Optional<Path> file = objects.find(request.bucket(), request.key());
        if (file.isEmpty()) {
            return Answer.error(404, "NoSuchKey");
        }
        Map<String, String> described = objects.describe(request.bucket(), request.key());
        String tag = described.getOrDefault("etag", "\"0\"");
        if (request.header("if-match").filter(wanted -> !wanted.equals(tag)).isPresent()) {
            return Answer.error(412, "PreconditionFailed");
        }
        long size = Files.size(file.get());
        Answer answer = ranged(request, file.get(), size);
        described.remove("etag");
        described.forEach(answer::with);
        ZonedDateTime time = Files.getLastModifiedTime(file.get()).toInstant().atZone(ZoneOffset.UTC);
        return answer.with("ETag", tag)
                .with("Last-Modified", HTTP_DATE.format(time))
                .with("Accept-Ranges", "bytes");
    }

    private static Answer ranged(Request request, Path file, long size) {
        Matcher range = RANGE.matcher(request.header("range").orElse(""));
        if (!range.matches()) {
            return Answer.file(200, file, 0, size);
        }
        boolean isSuffix = range.group(1).isEmpty();
        long from = isSuffix ? Math.max(0, size - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
        long end = isSuffix || range.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(range.group(2)) + 1);
        if (from >= size) {
            return Answer.error(416, "InvalidRange").with("Content-Range", "bytes */" + size);
        }
        return Answer.file(206, file, from, end - from)
                .with("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + size);
    }

    private Answer delete(Request request) throws IOException {
        deleteOne(request.bucket(), request.key());
        return Answer.of(204);
    }

    private Answer deleteMany(Request request) throws IOException {
        StringBuilder xml = new StringBuilder("<DeleteResult>");
        Matcher keys = XML_KEY.matcher(text(request.body()));
        while (keys.find()) {
            deleteOne(request.bucket(), keys.group(1).replace("&amp;", "&"));
            xml.append("<Deleted><Key>").append(keys.group(1)).append("</Key></Deleted>");
        }
        return Answer.xml(200, xml.append("</DeleteResult>").toString());
    }

    private void deleteOne(String bucket, String key) throws IOException {
        if (objects.delete(bucket, key)) {
            log.note("delete", 0, "-", bucket, key);
        }
    }

    private Answer begin(Request request) {
        Multiparts.Upload upload = multiparts.begin(request.bucket(), request.key(), request.headers());
        return Answer.xml(
                200,
                "<InitiateMultipartUploadResult><Bucket>" + request.bucket() + "</Bucket><Key>" + request.key()
                        + "</Key><UploadId>" + upload.id() + "</UploadId></InitiateMultipartUploadResult>");
    }

    private Answer putPart(Request request) throws IOException {
        Optional<Multiparts.Upload> upload = upload(request);
        Objects.Arrived part = objects.receive(request.body());
        if (upload.isEmpty()) {
            Files.deleteIfExists(part.file());
            return Answer.error(404, "NoSuchUpload");
        }
        int number = Integer.parseInt(request.query().getOrDefault("partNumber", "1"));
        upload.get().parts().put(number, part);
        return Answer.of(200).with("ETag", '"' + part.md5() + '"');
    }

    private Answer complete(Request request, Faults faults, boolean isLost) throws IOException {
        Optional<Multiparts.Upload> upload = upload(request);
        if (upload.isEmpty()) {
            return Answer.error(404, "NoSuchUpload");
        }
        long named = XML_PART.matcher(text(request.body())).results().count();
        if (named != upload.get().parts().size()) {
            return Answer.error(400, "InvalidPart");
        }
        Objects.Arrived whole = multiparts.join(upload.get());
        Answer stored =
                store(request, whole, upload.get().headers(), upload.get().sum(), faults, isLost);
        if (!stored.isDone()) {
            return stored;
        }
        multiparts.forget(upload.get());
        return Answer.xml(
                200,
                "<CompleteMultipartUploadResult><Bucket>" + request.bucket() + "</Bucket><Key>" + request.key()
                        + "</Key><ETag>"
                        + stored.headers().getOrDefault("ETag", "").replace("\"", "&quot;")
                        + "</ETag></CompleteMultipartUploadResult>");
    }

    private Answer abort(Request request) throws IOException {
        Optional<Multiparts.Upload> upload = upload(request);
        if (upload.isPresent()) {
            multiparts.forget(upload.get());
        }
        return upload.isPresent() ? Answer.of(204) : Answer.error(404, "NoSuchUpload");
    }

    private Answer listUploads(Request request) {
        StringBuilder xml = new StringBuilder("<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>");
        List<Multiparts.Upload> open = new ArrayList<>(multiparts.open());
        String prefix = request.query().getOrDefault("prefix", "");
        open.removeIf(upload ->
                !upload.bucket().equals(request.bucket()) || !upload.key().startsWith(prefix));
        for (Multiparts.Upload upload : open) {
            xml.append("<Upload><Key>")
                    .append(upload.key())
                    .append("</Key><UploadId>")
                    .append(upload.id());
            xml.append("</UploadId><Initiated>2026-01-01T00:00:00.000Z</Initiated></Upload>");
        }
        return Answer.xml(200, xml.append("</ListMultipartUploadsResult>").toString());
    }

    private Optional<Multiparts.Upload> upload(Request request) {
        return multiparts.find(request.query().getOrDefault("uploadId", ""));
    }

    static String text(InputStream body) throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    static void drain(InputStream body) throws IOException {
        body.transferTo(OutputStream.nullOutputStream());
    }
}
