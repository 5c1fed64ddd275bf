package dev.lifeboat.engine;

/// The size of a database page in bytes: a power of two from 512 to 65536.
public record PageSize(int bytes) {
    public PageSize {
        if (!isValid(bytes)) {
            throw new IllegalArgumentException("page size is not a power of two in [512, 65536]: " + bytes);
        }
    }

    public static boolean isValid(long bytes) {
        return bytes >= 512 && bytes <= 65536 && Long.bitCount(bytes) == 1;
    }

    @Override
    public String toString() {
        return Integer.toString(bytes);
    }
}
