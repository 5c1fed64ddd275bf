package dev.lifeboat.engine.proof;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks the full-text indexes whether they match the text that they index.
///
/// `integrity_check` asks each index too, but an fts5 index over the text of another table only whether it is sound in
/// itself. The command that compares it with that table is written as an INSERT: it takes the write lock and writes
/// nothing, and the caller rolls back.
///
/// Amber: the rows are all there, search may miss some; the application can rebuild the index.
final class FullText {
    static final String CHECK = "full-text index";
    private static final int MOST_TABLES = 10_000;
    private static final Pattern MODULE = Pattern.compile("(?is).*?\\busing\\s+[\"`\\[]?(fts[345])\\b.*");
    private static final Pattern CHECK_LINE =
            Pattern.compile("(?s)(?:malformed|unable to validate the) inverted index for FTS[345] table [^.]*\\.(.*)"
                    + "|fts5: .* table \"(.*)\"");

    private final Session session;

    FullText(Session session) {
        this.session = session;
    }

    /// What a line of `integrity_check` says of a full-text index, or nothing where it is about something else.
    static Optional<Finding> ofLine(String line) {
        Matcher matcher = CHECK_LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(mismatch(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)))
                : Optional.empty();
    }

    private static Finding mismatch(String table) {
        return Finding.amber(CHECK, table + " does not match its text, search may miss rows; it can be rebuilt");
    }

    /// The findings of each index, by the read-write session of this object, in whose transaction it is.
    List<Finding> check() throws SQLException {
        List<Finding> findings = new ArrayList<>();
        List<String> tables = session.texts(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'", MOST_TABLES);
        for (String table : tables) {
            Matcher module = MODULE.matcher(session.text(
                    "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = " + Session.literal(table)));
            if (module.matches()) {
                findings.add(check(table, module.group(1).equalsIgnoreCase("fts5")));
            }
        }
        return findings;
    }

    private Finding check(String table, boolean five) throws SQLException {
        String name = Session.quoted(table);
        String command = five
                ? "INSERT INTO " + name + "(" + name + ", rank) VALUES ('integrity-check', 1)"
                : "INSERT INTO " + name + "(" + name + ") VALUES ('integrity-check')";
        try {
            session.execute(command);
            return Finding.green(CHECK, table + " matches its text");
        } catch (SQLException e) {
            if (Session.isTimeUp(e)) {
                throw e;
            }
            return Session.isCorrupt(e)
                    ? mismatch(table)
                    : Finding.amber(CHECK, table + " could not be asked: " + Session.reason(e));
        }
    }
}
