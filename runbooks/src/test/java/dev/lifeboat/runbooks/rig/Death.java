package dev.lifeboat.runbooks.rig;

/// Where a worker ends as `kill -9` would end it: `STEP:before`, `STEP:after` its act and before its record, or
/// `swap:N` behind the N-th act of the swap. `never` lives.
public record Death(String step, String when) {
    public static Death parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? new Death("", text) : new Death(text.substring(0, colon), text.substring(colon + 1));
    }

    boolean is(String otherStep, String otherWhen) {
        return step.equals(otherStep) && when.equals(otherWhen);
    }

    static void now() {
        Runtime.getRuntime().halt(137);
    }
}
