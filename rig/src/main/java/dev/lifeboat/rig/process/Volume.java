package dev.lifeboat.rig.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A file system of its own in a file, whose power can be cut, so that what was not synced is gone, and which can hang.
/// Needs root and a loop device.
public final class Volume implements Closeable {
    /// `EXT4_IOC_SHUTDOWN`, which xfs and others took over as `FS_IOC_GOINGDOWN`.
    private static final long SHUTDOWN = 0x8004587dL;
    /// Without flushing the log first.
    private static final int NO_LOG_FLUSH = 2;

    private final Path directory;
    private final String device;
    private boolean isMounted;

    private Volume(Path directory, String device) {
        this.directory = directory;
        this.device = device;
    }

    /// `kind` is `ext4` or `xfs`.
    public static Volume create(Path scratch, String kind, long bytes) throws IOException, InterruptedException {
        Path image = scratch.resolve("volume.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        }
        run("mkfs." + kind, "-q", image.toString());
        String device = run("losetup", "--find", "--show", image.toString());
        Volume volume = new Volume(Files.createDirectories(scratch.resolve("volume")), device);
        volume.mount();
        return volume;
    }

    public static boolean isPossible() {
        return Files.exists(Path.of("/dev/loop-control")) && "root".equals(System.getProperty("user.name"));
    }

    public Path directory() {
        return directory;
    }

    private void mount() throws IOException, InterruptedException {
        run("mount", device, directory.toString());
        isMounted = true;
    }

    /// As if the power had gone. Whoever has files open here gets errors from now on; they have to be gone before
    /// [#powerOn].
    public void cutPower() throws IOException {
        try (Ioctl ioctl = new Ioctl(directory)) {
            ioctl.ask(SHUTDOWN, NO_LOG_FLUSH);
        }
    }

    /// As if the disk hung for so long, from when it is told to, between two steps of process `pid`.
    public Freezer freezer(Duration time, long pid) throws IOException {
        return new Freezer(directory, time, pid);
    }

    /// Mounts again what the disk has.
    public void powerOn() throws IOException, InterruptedException {
        unmount();
        mount();
    }

    private void unmount() throws IOException, InterruptedException {
        IOException last = new IOException("not tried");
        for (int attempt = 0; attempt < 50; attempt++) {
            try {
                run("umount", directory.toString());
                isMounted = false;
                return;
            } catch (IOException e) {
                last = e;
                Wait.pass(Duration.ofMillis(100));
            }
        }
        throw last;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(List.of(command) + " ended with " + status + ": " + output);
        }
        return output.strip();
    }

    @Override
    public void close() throws IOException {
        try {
            if (isMounted) {
                unmount();
            }
            run("losetup", "--detach", device);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
