package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// `owner` (`user:group`) and `mode` (octal) of a configuration as numbers; names are looked up in `passwd` and
/// `group`.
public final class OwnershipWanted {
    private static final int ID_FIELD = 2;
    private static final int OCTAL = 8;

    private OwnershipWanted() {}

    /// Throws a [ProblemException] where there is no such user or group.
    public static OwnershipChange of(Optional<String> owner, Optional<String> mode) throws IOException {
        OptionalInt uid = OptionalInt.empty();
        OptionalInt gid = OptionalInt.empty();
        if (owner.isPresent()) {
            String[] parts = owner.get().split(":", 2);
            uid = id(parts[0], Path.of("/etc/passwd"));
            gid = parts.length > 1 ? id(parts[1], Path.of("/etc/group")) : gid;
        }
        OptionalInt bits = mode.isPresent() ? OptionalInt.of(Integer.parseInt(mode.get(), OCTAL)) : OptionalInt.empty();
        return new OwnershipChange(uid, gid, bits);
    }

    private static OptionalInt id(String text, Path names) throws IOException {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.of(Integer.parseInt(text));
        }
        return Files.readAllLines(names).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > ID_FIELD && fields[0].equals(text))
                .mapToInt(fields -> Integer.parseInt(fields[ID_FIELD]))
                .mapToObj(OptionalInt::of)
                .findFirst()
                .orElseThrow(() ->
                        new ProblemException(Problem.of(ProblemCode.CONFIGURATION, "no " + text + " in " + names)));
    }
}
