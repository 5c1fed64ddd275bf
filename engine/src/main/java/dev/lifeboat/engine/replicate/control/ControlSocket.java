package dev.lifeboat.engine.replicate.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/// Opens a control socket in its private directory, however long its path is: the replicator's in the meta directory, a
/// run's worker's in the directory of the run.
///
/// An address holds about a hundred bytes (`sockaddr_un`). A longer path is gone through a symbolic link to its
/// directory that lies in a private directory and lives only while the address is used: the socket itself is always
/// in its directory, so both sides find each other without agreeing on anything else.
public final class ControlSocket {
    public static final String NAME = "control.sock";

    /// Linux takes 107 bytes, others 103; a few less for safety.
    private static final int MAX_ADDRESS_BYTES = 100;

    private ControlSocket() {}

    public static SocketChannel connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            atShortPath(socket, path -> channel.connect(UnixDomainSocketAddress.of(path)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Binds a socket that only its owner can use (SE-13). A leftover of a dead process is replaced: who calls this
    /// holds the lock of the meta directory.
    public static ServerSocketChannel bind(Path socket) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            atShortPath(socket, path -> channel.bind(UnixDomainSocketAddress.of(path)));
            // Until here the directory's 0700 has kept others out.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private interface Use {
        void with(Path path) throws IOException;
    }

    private static void atShortPath(Path socket, Use use) throws IOException {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_ADDRESS_BYTES) {
            use.with(socket);
            return;
        }
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "lifeboat");
        Path link = directory.resolve("m");
        try {
            Files.createSymbolicLink(link, Objects.requireNonNull(socket.getParent()));
            use.with(link.resolve(NAME));
        } finally {
            Files.deleteIfExists(link);
            Files.delete(directory);
        }
    }
}
