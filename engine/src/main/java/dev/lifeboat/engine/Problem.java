package dev.lifeboat.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What went wrong, in the three parts that a message has: what happened, what is still safe, what to do next.
///
/// `message` is one line without a full stop. `details` are further lines. `safe` and `next` are empty where there is
/// nothing to say. `objects` are keys relative to the root of the replica; `index` and `offset` name the place in the
/// WAL history where that is known, `txid` the transaction of an LTX history. Text that came from outside is kept as it
/// was: whoever shows it sanitises it.
public record Problem(
        ProblemCode code,
        String message,
        List<String> details,
        String safe,
        String next,
        List<String> objects,
        OptionalInt index,
        OptionalLong offset,
        Optional<Txid> txid) {
    public Problem {
        details = List.copyOf(details);
        objects = List.copyOf(objects);
    }

    public static Problem of(ProblemCode code, String message) {
        return new Problem(
                code,
                message,
                List.of(),
                "",
                "",
                List.of(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    public Problem withDetail(String line) {
        List<String> more = new ArrayList<>(details);
        more.add(line);
        return new Problem(code, message, more, safe, next, objects, index, offset, txid);
    }

    public Problem withSafe(String text) {
        return new Problem(code, message, details, text, next, objects, index, offset, txid);
    }

    public Problem withNext(String command) {
        return new Problem(code, message, details, safe, command, objects, index, offset, txid);
    }

    public Problem withObjects(List<String> keys) {
        return new Problem(code, message, details, safe, next, keys, index, offset, txid);
    }

    public Problem withPlace(int walIndex, long walOffset) {
        return new Problem(
                code,
                message,
                details,
                safe,
                next,
                objects,
                OptionalInt.of(walIndex),
                OptionalLong.of(walOffset),
                txid);
    }

    public Problem withIndex(int walIndex) {
        return new Problem(code, message, details, safe, next, objects, OptionalInt.of(walIndex), offset, txid);
    }

    public Problem withTxid(Txid transaction) {
        return new Problem(code, message, details, safe, next, objects, index, offset, Optional.of(transaction));
    }

    /// The place of a restore point, in whichever format it is.
    public Problem at(PointId place) {
        return switch (place) {
            case Position position -> withPlace(position.index(), position.offset());
            case Txid transaction -> withTxid(transaction);
        };
    }
}
