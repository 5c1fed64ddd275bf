package dev.lifeboat.runbooks.steps;

/// Takes finished facts for the journal. Safe for use by several threads.
public interface Notes {
    void fact(String text);

    void warning(String text);
}
