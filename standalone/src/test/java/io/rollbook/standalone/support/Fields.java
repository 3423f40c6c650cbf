package io.rollbook.standalone.support;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fields of a JSON object, in order; {@code null} is sent as {@code null}. */
public final class Fields {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, @Nullable Object> values;

    private Fields(Map<String, @Nullable Object> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** No field at all: the body {@code {}}. */
    public static Fields none() {
        return new Fields(new LinkedHashMap<>());
    }

    public static Fields of(String name, @Nullable Object value) {
        return none().with(name, value);
    }

    /** What a client got, to be sent back. */
    public static Fields of(JsonNode object) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        object.properties().forEach(field -> values.put(field.getKey(), field.getValue()));
        return new Fields(values);
    }

    public Fields with(String name, @Nullable Object value) {
        var more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Fields(more);
    }

    public Fields without(String name) {
        var fewer = new LinkedHashMap<>(values);
        fewer.remove(name);
        return new Fields(fewer);
    }

    /**
     * The text of a field.
     *
     * @throws AssertionError when it has none
     */
    public String text(String name) {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw new AssertionError(name + " has no text");
    }

    public JsonNode json() {
        return JSON.valueToTree(values);
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return JSON.writeValueAsString(values);
    }
}
