package dev.lifeboat.engine.fileset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who may do what with a file (RS-4): owner, group, mode, and the extended attributes as hex, which is where Linux
/// keeps access control lists (`system.posix_acl_access`) and SELinux labels (`security.selinux`).
public record Ownership(int uid, int gid, int mode, SortedMap<String, String> attributes) {
    private static final int PERMISSIONS = 07777;

    public Ownership {
        attributes = new TreeMap<>(attributes);
    }

    public static Ownership of(Path file) throws IOException {
        Map<String, Object> found = Files.readAttributes(file, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        SortedMap<String, String> attributes = new TreeMap<>();
        for (Map.Entry<String, byte[]> each : Libc.extendedAttributes(file).entrySet()) {
            attributes.put(each.getKey(), HexFormat.of().formatHex(each.getValue()));
        }
        return new Ownership(
                number(found, "uid"), number(found, "gid"), number(found, "mode") & PERMISSIONS, attributes);
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer number ? number : 0;
    }

    /// Gives `file` this ownership. For a file in a private staging directory only (SE-5). What it has already is not
    /// set again, so that a caller without privileges succeeds where nothing has to change.
    public void applyTo(Path file) throws IOException {
        Ownership now = of(file);
        if (now.uid != uid) {
            Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        }
        if (now.gid != gid) {
            Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
        for (String name : now.attributes.keySet()) {
            if (isSurplus(name)) {
                Libc.removeExtendedAttribute(file, name);
            }
        }
        // The mode comes after the owner, because a change of owner clears bits of it, and before the access control
        // list, whose mask is the group's part of the mode.
        if (of(file).mode != mode) {
            Files.setAttribute(file, "unix:mode", mode);
        }
        for (Map.Entry<String, String> each : attributes.entrySet()) {
            if (!each.getValue().equals(now.attributes.get(each.getKey()))) {
                Libc.setExtendedAttribute(file, each.getKey(), HexFormat.of().parseHex(each.getValue()));
            }
        }
    }

    /// A new file gets the default access control list of its directory, which may let in whom the old file did not.
    /// What the system itself attaches (labels, capabilities) is left alone.
    private boolean isSurplus(String name) {
        return !attributes.containsKey(name) && (name.equals(AccessList.ATTRIBUTE) || name.startsWith("user."));
    }

    /// What `other` has that differs from this, one line each; empty where they are alike.
    public List<String> differences(Ownership other) {
        List<String> lines = new ArrayList<>();
        if (uid != other.uid || gid != other.gid) {
            lines.add("owner is " + other.owner() + ", expected " + owner());
        }
        if (mode != other.mode) {
            lines.add(String.format(Locale.ROOT, "mode is %04o, expected %04o", other.mode, mode));
        }
        for (Map.Entry<String, String> each : attributes.entrySet()) {
            if (!each.getValue().equals(other.attributes.get(each.getKey()))) {
                lines.add("extended attribute " + each.getKey() + " differs");
            }
        }
        other.attributes.keySet().stream()
                .filter(this::isSurplus)
                .forEach(name -> lines.add("extended attribute " + name + " should not be there"));
        return List.copyOf(lines);
    }

    private String owner() {
        return uid + ":" + gid;
    }

    @Override
    public String toString() {
        return owner()
                + String.format(Locale.ROOT, " %04o", mode)
                + (attributes.isEmpty() ? "" : " " + String.join(" ", attributes.keySet()));
    }
}
