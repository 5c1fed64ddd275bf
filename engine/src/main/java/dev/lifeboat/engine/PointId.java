package dev.lifeboat.engine;

import java.util.Comparator;
import java.util.Optional;

/// Names a restore point, in the words of the format that holds it (product.md 3): a place in a generation or a
/// transaction number of the LTX format.
public sealed interface PointId permits Position, Txid {
    /// What the ids of points in the LTX format begin with.
    String PREFIX = "ltx/";

    /// Positions before transactions, each in its own order. Says nothing about time across formats or generations.
    Comparator<PointId> ORDER = PointId::compare;

    /// The id as `points` prints it and `--point` takes it.
    String text();

    /// The id that `text` is, or nothing where it is none.
    static Optional<PointId> parse(String text) {
        return text.startsWith(PREFIX)
                ? Txid.parse(text.substring(PREFIX.length())).map(PointId.class::cast)
                : Position.parse(text).map(PointId.class::cast);
    }

    /// Whether both lie on one unbroken line: in the same generation, or both in the LTX format.
    default boolean isOnLineOf(PointId other) {
        return switch (this) {
            case Position own ->
                other instanceof Position position && position.generation().equals(own.generation());
            case Txid _ -> other instanceof Txid;
        };
    }

    private static int compare(PointId one, PointId other) {
        return switch (one) {
            case Position position -> other instanceof Position second ? position.compareTo(second) : -1;
            case Txid txid -> other instanceof Txid second ? txid.compareTo(second) : 1;
        };
    }
}
