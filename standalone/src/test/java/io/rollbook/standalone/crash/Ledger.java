package io.rollbook.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one client was told about the resources that only this client changes, and what it asked for last. A crash
 * leaves at most one request without an answer, which may have happened or not; everything else must hold.
 */
final class Ledger {

    private final Map<String, Optional<JsonNode>> told = new TreeMap<>();
    private final Map<String, Optional<JsonNode>> asked = new TreeMap<>();
    private @Nullable String askedToCreate;

    /** About to ask for a new resource that bears {@code mark}, a text nothing else bears. */
    void asksToCreate(String mark) {
        askedToCreate = mark;
    }

    /** About to ask for a change after which the resource of that path looks like {@code after}, or is gone. */
    void asksFor(String path, Optional<JsonNode> after) {
        asked.put(path, after);
    }

    /** The resource was created. */
    void created(String path, JsonNode resource) {
        askedToCreate = null;
        told.put(path, Optional.of(resource));
    }

    /** Everything asked for has been acknowledged. */
    void acknowledged() {
        told.putAll(asked);
        asked.clear();
    }

    /**
     * Holds this client's part of the roll against what it was told.
     *
     * @param explained gets the path of everything on the roll that this client can account for
     */
    void verify(Map<String, JsonNode> roll, Set<String> explained) {
        told.forEach((path, before) -> {
            var shown = Optional.ofNullable(roll.get(path));
            var possible = new HashSet<>(Set.of(before));
            possible.add(asked.getOrDefault(path, before));
            assertThat(shown).as("acknowledged state of %s", path).isIn(possible);
            explained.add(path);
        });
        var mark = askedToCreate;
        if (mark != null) {
            roll.forEach((path, resource) -> {
                if (!told.containsKey(path) && resource.toString().contains(mark)) {
                    explained.add(path);
                }
            });
        }
    }

    /** The unanswered request is settled one way or the other: from now on what the roll shows is what must stay. */
    void settle(Map<String, JsonNode> roll) {
        told.replaceAll((path, before) -> Optional.ofNullable(roll.get(path)));
        var mark = askedToCreate;
        if (mark != null) {
            roll.forEach((path, resource) -> {
                if (resource.toString().contains(mark)) {
                    told.putIfAbsent(path, Optional.of(resource));
                }
            });
        }
        asked.clear();
        askedToCreate = null;
    }
}
