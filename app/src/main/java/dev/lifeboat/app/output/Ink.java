package dev.lifeboat.app.output;

/// Colour by meaning on one stream. Off, every method returns its text.
public record Ink(boolean on) {
    public String bad(String text) {
        return wrap("31;1", text);
    }

    public String warn(String text) {
        return wrap("33", text);
    }

    public String ok(String text) {
        return wrap("32", text);
    }

    public String strong(String text) {
        return wrap("1", text);
    }

    private String wrap(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
