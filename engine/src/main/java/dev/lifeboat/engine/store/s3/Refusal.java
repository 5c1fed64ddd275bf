package dev.lifeboat.engine.store.s3;

import java.util.Optional;

/// An answer that is no success, as far as the store explains it. `code` is empty where it does not.
record Refusal(int status, String code, String message, Optional<String> region) {
    private static final int MAX_MESSAGE = 300;

    static Refusal of(Answer answer) {
        String code = Xml.first(answer.body(), "Code").orElse("");
        Optional<String> region = answer.header("x-amz-bucket-region")
                .or(() -> Xml.first(answer.body(), "Region"))
                .filter(each -> each.matches("[a-z0-9-]{2,40}"));
        return new Refusal(
                answer.status(), code, shown(Xml.first(answer.body(), "Message").orElse("")), region);
    }

    /// The store's own words go into a message of one line. The canonical request that some of them repeat does
    /// not.
    private static String shown(String message) {
        String line = message.lines().findFirst().orElse("").strip();
        return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE) + "…" : line;
    }

    @Override
    public String toString() {
        return status + (code.isEmpty() ? "" : " " + code) + (message.isEmpty() ? "" : " - " + message);
    }
}
