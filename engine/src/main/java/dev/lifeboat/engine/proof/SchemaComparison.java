package dev.lifeboat.engine.proof;

import java.util.List;

/// Weighs the schema of a copy against another one. Pure.
///
/// Amber: the moment before a migration has another schema, and may be what was asked for. A table that is gone is red
/// by its rows.
final class SchemaComparison {
    private static final String SCHEMA = "schema";
    private static final int MOST_NAMED = 20;
    private static final int HASH_DIGITS = 16;

    private SchemaComparison() {}

    static List<Finding> findings(List<Reference> references, Schema now) {
        if (!now.known()) {
            return List.of(Finding.red(SCHEMA, "cannot be read"));
        }
        List<Finding> compared = references.stream()
                .filter(each -> each.contents().schema().known())
                .flatMap(each -> against(each, now).stream())
                .toList();
        return compared.isEmpty()
                ? List.of(Finding.green(SCHEMA, hash(now) + ", " + now.objects().size() + " objects"))
                : compared;
    }

    private static List<Finding> against(Reference reference, Schema now) {
        List<String> lines = now.differencesFrom(reference.contents().schema());
        if (lines.isEmpty()) {
            return List.of(Finding.green(SCHEMA, hash(now) + ", the same as " + reference.name()));
        }
        List<Finding> findings = new java.util.ArrayList<>(lines.stream()
                .limit(MOST_NAMED)
                .map(line -> Finding.amber(SCHEMA, line + ", compared with " + reference.name()))
                .toList());
        if (lines.size() > MOST_NAMED) {
            findings.add(Finding.amber(SCHEMA, lines.size() - MOST_NAMED + " more differences"));
        }
        return findings;
    }

    private static String hash(Schema schema) {
        return schema.hash().substring(0, HASH_DIGITS);
    }
}
