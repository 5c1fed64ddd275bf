package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.services.Remembered;
import dev.lifeboat.runbooks.services.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The services of a run with what each was before its first stop: written with the intent of `stop`, read by every
/// later step and by the undo, be it days later.
record ServiceMemory(List<Entry> entries) {
    record Entry(Service service, Remembered before) {
        String name() {
            return service.name(before);
        }
    }

    ServiceMemory {
        entries = List.copyOf(entries);
    }

    static List<Service> services(StepTools tools, RunPlan plan) {
        return plan.request().database().services().stream()
                .map(spec -> tools.services().of(spec))
                .toList();
    }

    static ServiceMemory of(StepTools tools, RunPlan plan, RunModel model) {
        JsonObject pre = model.step(new StepId("stop")).pre();
        List<Service> services = services(tools, plan);
        List<Entry> entries = new ArrayList<>();
        if (pre.has("services")) {
            List<Remembered> remembered = Json.list(pre, "services", ServiceMemory::read);
            for (int i = 0; i < services.size() && i < remembered.size(); i++) {
                entries.add(new Entry(services.get(i), remembered.get(i)));
            }
        }
        return new ServiceMemory(entries);
    }

    /// Asked before the first stop, never after it.
    static JsonArray ask(List<Service> services) {
        JsonArray array = new JsonArray();
        services.forEach(service -> array.add(write(service.remember())));
        return array;
    }

    List<Entry> running() {
        return entries.stream().filter(entry -> entry.before().wasRunning()).toList();
    }

    String names() {
        return String.join(", ", entries.stream().map(Entry::name).toList());
    }

    private static JsonObject write(Remembered before) {
        JsonObject json = new JsonObject();
        json.addProperty("running", before.wasRunning());
        JsonObject facts = new JsonObject();
        before.facts().forEach(facts::addProperty);
        json.add("facts", facts);
        return json;
    }

    private static Remembered read(JsonObject json) {
        SortedMap<String, String> facts = new TreeMap<>();
        for (var fact : Json.object(json, "facts").entrySet()) {
            JsonElement value = fact.getValue();
            facts.put(fact.getKey(), value.getAsString());
        }
        return new Remembered(Json.flag(json, "running"), facts);
    }
}
