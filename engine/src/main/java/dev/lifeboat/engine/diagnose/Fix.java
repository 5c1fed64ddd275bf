package dev.lifeboat.engine.diagnose;

/// What would help. Who shows it makes a complete command or a line of the configuration of it.
public sealed interface Fix {
    /// The same with this URL.
    record UseUrl(String url) implements Fix {}

    /// The same without what only the other format has, such as `-generation`; an empty option: ask for points
    /// instead of what this format does not have.
    record Without(String option) implements Fix {}

    /// See which backups lie below this URL.
    record Survey(String url) implements Fix {}

    /// Something to be done first: a command, an assignment, or a sentence.
    record First(String text) implements Fix {}
}
