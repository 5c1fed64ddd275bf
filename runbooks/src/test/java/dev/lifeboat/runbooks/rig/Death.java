package dev.lifeboat.runbooks.rig;

import java.util.concurrent.locks.LockSupport;

/// Where a worker ends as `kill -9` would end it: `STEP:before`, `STEP:after` its act and before its record, or
/// `swap:N` behind the N-th act of the swap, `swap:guarded` once the guard lies. `never` lives. With `hang:` in
/// front it stops there and waits for a real SIGKILL.
public record Death(String step, String when, boolean hangs) {
    /// What a worker that hangs writes into its log.
    public static final String HANGS = "the rig waits to be killed";

    private static final String HANG = "hang:";

    public static Death parse(String text) {
        boolean hangs = text.startsWith(HANG);
        String place = hangs ? text.substring(HANG.length()) : text;
        int colon = place.indexOf(':');
        return colon < 0
                ? new Death("", place, hangs)
                : new Death(place.substring(0, colon), place.substring(colon + 1), hangs);
    }

    boolean is(String otherStep, String otherWhen) {
        return step.equals(otherStep) && when.equals(otherWhen);
    }

    void now() {
        if (!hangs) {
            Runtime.getRuntime().halt(137);
        }
        System.out.println(HANGS);
        System.out.flush();
        while (true) {
            LockSupport.park();
        }
    }
}
