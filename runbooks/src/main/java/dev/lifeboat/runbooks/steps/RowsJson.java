package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.proof.Finding;
import dev.lifeboat.engine.proof.RowCounts;
import dev.lifeboat.engine.proof.TableRows;
import dev.lifeboat.runbooks.json.Json;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Row counts and findings in the journal.
public final class RowsJson {
    private RowsJson() {}

    static JsonObject write(RowCounts rows) {
        JsonObject json = new JsonObject();
        json.addProperty("complete", rows.complete());
        json.add("tables", Json.array(List.copyOf(rows.tables().values()), RowsJson::write));
        return json;
    }

    private static JsonObject write(TableRows table) {
        JsonObject json = new JsonObject();
        json.addProperty("table", table.table());
        switch (table) {
            case TableRows.Counted(String _, long rows) -> json.addProperty("rows", rows);
            case TableRows.Partial(String _, long readable, String reason) -> {
                json.addProperty("rows", readable);
                json.addProperty("unreadable", reason);
            }
        }
        return json;
    }

    public static RowCounts read(JsonObject json) {
        SortedMap<String, TableRows> tables = new TreeMap<>();
        for (TableRows table : Json.list(json, "tables", RowsJson::table)) {
            tables.put(table.table(), table);
        }
        return new RowCounts(Json.flag(json, "complete"), tables);
    }

    private static TableRows table(JsonObject json) {
        String name = Json.text(json, "table");
        long rows = Json.number(json, "rows");
        return Json.maybe(json, "unreadable")
                .<TableRows>map(reason -> new TableRows.Partial(name, rows, reason))
                .orElseGet(() -> new TableRows.Counted(name, rows));
    }

    static JsonObject write(Finding finding) {
        JsonObject json = new JsonObject();
        json.addProperty("weight", finding.weight().name());
        json.addProperty("check", finding.check());
        json.addProperty("text", finding.text());
        return json;
    }
}
