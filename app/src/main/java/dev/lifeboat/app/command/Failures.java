package dev.lifeboat.app.command;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// Turns what was thrown into a problem, once, at the edge.
final class Failures {
    private static final int FRAMES = 3;

    private Failures() {}

    static Problem problem(Exception thrown) {
        return switch (thrown) {
            case ProblemException known -> known.problem();
            case StoreException store -> Problem.of(code(store), firstLine(store));
            case DamagedObjectException damaged ->
                Problem.of(ProblemCode.DAMAGED_OBJECT, firstLine(damaged)).withObjects(List.of(damaged.key()));
            case UncheckedIOException wrapped -> io(unwrapped(wrapped));
            case IOException io -> io(io);
            default -> bug(thrown);
        };
    }

    private static IOException unwrapped(UncheckedIOException wrapped) {
        IOException cause = wrapped.getCause();
        return cause == null ? new IOException(wrapped) : cause;
    }

    private static ProblemCode code(StoreException store) {
        return switch (store.kind()) {
            case DENIED -> ProblemCode.STORE_DENIED;
            case UNREACHABLE, ROOT_MISSING -> ProblemCode.STORE_UNREACHABLE;
        };
    }

    private static Problem io(IOException thrown) {
        if (thrown instanceof StoreException || thrown instanceof DamagedObjectException) {
            return problem(thrown);
        }
        return Problem.of(ProblemCode.FAILED, sentence(thrown));
    }

    // The message of these is a bare path.
    private static String sentence(IOException thrown) {
        return switch (thrown) {
            case NoSuchFileException absent -> "no such file: " + absent.getFile();
            case AccessDeniedException denied -> "access denied: " + denied.getFile();
            case FileSystemException other -> firstLine(other);
            default -> firstLine(thrown);
        };
    }

    private static Problem bug(Exception thrown) {
        Problem problem = Problem.of(ProblemCode.BUG, "this is a bug in Lifeboat: " + thrown);
        StackTraceElement[] trace = thrown.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, trace.length); i++) {
            problem = problem.withDetail("at " + trace[i]);
        }
        return problem;
    }

    static String firstLine(Exception thrown) {
        String message = thrown.getMessage();
        return message == null
                ? thrown.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
