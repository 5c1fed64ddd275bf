package dev.lifeboat.app.config;

import dev.lifeboat.engine.proof.UserCheck;
import java.util.List;
import java.util.Optional;

/// Reads `checks` of a database: the operator's own part of the proof.
final class UserCheckReader {
    private final Findings findings;

    UserCheckReader(Findings findings) {
        this.findings = findings;
    }

    List<UserCheck> read(List<Section> sections) {
        return sections.stream().flatMap(each -> read(each).stream()).toList();
    }

    /// Without a name the statement is one.
    private Optional<UserCheck> read(Section section) {
        Optional<String> sql = section.text("sql").filter(text -> !text.isBlank());
        String name = section.text("name").or(() -> sql).orElse("");
        Optional<UserCheck> check = sql.map(text -> new UserCheck(name, text, section.duration("within")));
        section.finish();
        if (check.isEmpty()) {
            findings.error(section.place(), "a check needs 'sql', a statement that gives one value");
        }
        return check;
    }
}
