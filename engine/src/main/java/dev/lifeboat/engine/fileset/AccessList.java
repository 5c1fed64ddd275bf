package dev.lifeboat.engine.fileset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// A POSIX access control list as Linux keeps it in `system.posix_acl_access`: a version, then entries of tag,
/// permissions and id, all little-endian.
final class AccessList {
    static final String ATTRIBUTE = "system.posix_acl_access";

    private static final int VERSION_BYTES = 4;
    private static final int ENTRY_BYTES = 8;
    private static final int OWNER = 1;
    private static final int GROUP = 4;
    private static final int MASK = 16;
    private static final int OTHERS = 32;
    private static final int BITS = 7;

    private AccessList() {}

    /// What chmod(2) makes of the list `hex`: owner and others get their part of the mode, the group's part goes to the
    /// mask, or to the owning group where there is none.
    static String withMode(String hex, int mode) {
        ByteBuffer list = ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
        boolean hasMask = has(list, MASK);
        for (int at = VERSION_BYTES; at + ENTRY_BYTES <= list.capacity(); at += ENTRY_BYTES) {
            switch (list.getShort(at)) {
                case OWNER -> list.putShort(at + 2, (short) (mode >> 6 & BITS));
                case OTHERS -> list.putShort(at + 2, (short) (mode & BITS));
                case MASK -> list.putShort(at + 2, (short) (mode >> 3 & BITS));
                case GROUP -> {
                    if (!hasMask) {
                        list.putShort(at + 2, (short) (mode >> 3 & BITS));
                    }
                }
                default -> {
                    // Named users and groups keep what they have; the mask limits it.
                }
            }
        }
        return HexFormat.of().formatHex(list.array());
    }

    private static boolean has(ByteBuffer list, int tag) {
        for (int at = VERSION_BYTES; at + ENTRY_BYTES <= list.capacity(); at += ENTRY_BYTES) {
            if (list.getShort(at) == tag) {
                return true;
            }
        }
        return false;
    }
}
