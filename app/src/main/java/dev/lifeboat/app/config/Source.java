package dev.lifeboat.app.config;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One file while it is read: its YAML, its places, and what is wrong with it.
record Source(Dialect dialect, Expansion expansion, Findings findings) {
    static final String TOP = "the file";
    private static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_ALIASES = 50;

    /// The top of the file. Broken YAML is reported without the line it stands in, which may hold a secret.
    Section top() {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MAX_CHARACTERS)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setAllowRecursiveKeys(false)
                .build();
        try {
            return Section.of(
                    TOP, new Compose(settings).composeString(expansion.text()).orElseGet(Source::nothing), this);
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark().map(this::place).orElse(Place.START);
            findings.error(place, "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            findings.error(Place.START, "not valid YAML: " + firstLine(e));
        }
        findings.failIfWrong();
        throw new IllegalStateException("an error was found and not reported");
    }

    Place place(Node node) {
        return node.getStartMark().map(this::place).orElse(Place.START);
    }

    /// An error in our own files, a warning in Litestream's.
    void strict(Place place, String text) {
        switch (dialect) {
            case LIFEBOAT -> findings.error(place, text);
            case LITESTREAM -> findings.warning(place, text + " (Litestream ignores this)");
        }
    }

    private Place place(Mark mark) {
        return expansion.place(mark.getIndex());
    }

    private static Node nothing() {
        return new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK);
    }

    private static String firstLine(Exception e) {
        return Optional.ofNullable(e.getMessage())
                .flatMap(text -> text.lines().findFirst())
                .orElse("cannot be read");
    }
}
