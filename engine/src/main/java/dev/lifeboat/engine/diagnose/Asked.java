package dev.lifeboat.engine.diagnose;

/// What somebody wanted of a replica. `option` is how that was said (`-generation`, `-txid`), empty where
/// nothing was.
public record Asked(Format format, String option) {
    public enum Format {
        ANY,
        GENERATIONS,
        LTX
    }

    public static final Asked ANYTHING = new Asked(Format.ANY, "");

    /// What is of one format: the option is, but of `--point` only the id.
    String said() {
        return option.equals("--point") ? "the id of --point" : option;
    }

    public static Asked ofGenerations(String option) {
        return new Asked(Format.GENERATIONS, option);
    }

    public static Asked ofLtx(String option) {
        return new Asked(Format.LTX, option);
    }
}
