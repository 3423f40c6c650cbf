package io.rollbook.personal;

import io.rollbook.api.event.Change;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The personal fields of one event, as JSON. A sealed field is an object with the one member {@value #SEALED}: ciphertext in
 * Base64 with nonce and tag. No personal field is such an object in the clear, so the two are never confused.
 *
 * <p>What a field is bound to, so that it can be put nowhere else: the person, the event and its name.
 */
public final class SealedFields {
    static final String SEALED = "sealed";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    private final Class<? extends Record> type;
    private final String person;
    private final String event;

    /**
     * The fields of an event.
     *
     * @param person whom it is about, the identifier of the aggregate
     * @param event the event's own identifier
     */
    public SealedFields(Class<? extends Record> type, String person, String event) {
        this.type = type;
        this.person = person;
        this.event = event;
    }

    /** Whether events of this kind tell of a person at all. */
    public static boolean any(Class<? extends Record> type) {
        return !PersonalFields.of(type).isEmpty();
    }

    /** Whether one of the fields is sealed, so that a key is needed to read the event. */
    public boolean needKey(ObjectNode json) {
        return PersonalFields.of(type).keySet().stream().anyMatch(name -> isSealed(json.get(name)));
    }

    /** Encrypts the personal fields in place. What is null stays null. */
    public void seal(ObjectNode json, DataKey key) {
        replace(json, name -> node -> node.isNull() || isSealed(node) ? node : seal(name, node, key));
    }

    /**
     * Decrypts the sealed fields in place.
     *
     * @param clearToo whether a field may be in the clear, because the event was recorded before anything was sealed
     * @throws Tampered when one is not what was written there
     */
    public void open(ObjectNode json, DataKey key, boolean clearToo) {
        replace(json, name -> node -> {
            if (isSealed(node)) {
                return open(name, node, key);
            }
            if (node.isNull() || clearToo) {
                return node;
            }
            throw new Tampered(name + " is in the clear, and was sealed when it was written");
        });
    }

    /**
     * Takes out the values of all personal fields, sealed or not. They are null afterwards, and a {@link Change} is one that is
     * forgotten. What was null stays so.
     */
    public void forget(ObjectNode json) {
        var forgotten = PersonalFields.of(type);
        replace(json, name -> node -> node.isNull() ? node : forgotten.get(name));
    }

    private void replace(ObjectNode json, Function<String, UnaryOperator<JsonNode>> replacement) {
        for (var name : PersonalFields.of(type).keySet()) {
            var node = json.get(name);
            if (node != null) {
                json.set(name, replacement.apply(name).apply(node));
            }
        }
    }

    private JsonNode seal(String name, JsonNode node, DataKey key) {
        var sealed = key.encrypt(JSON.writeValueAsBytes(node), associated(name));
        return JsonNodeFactory.instance.objectNode().put(SEALED, ENCODER.encodeToString(sealed));
    }

    private JsonNode open(String name, JsonNode node, DataKey key) {
        byte[] sealed;
        try {
            sealed = Base64.getDecoder().decode(node.get(SEALED).stringValue());
        } catch (IllegalArgumentException e) {
            throw new Tampered("it is no Base64", e);
        }
        return parse(key.decrypt(sealed, associated(name)));
    }

    // Nearly all are plain strings, and a parser costs more than the decryption.
    private static JsonNode parse(byte[] json) {
        var last = json.length - 1;
        var string = last > 0 && json[0] == '"' && json[last] == '"';
        for (var at = 1; string && at < last; at++) {
            string = json[at] != '\\' && json[at] != '"';
        }
        return string
                ? JsonNodeFactory.instance.stringNode(new String(json, 1, last - 1, StandardCharsets.UTF_8))
                : JSON.readTree(json);
    }

    private static boolean isSealed(@Nullable JsonNode node) {
        return node instanceof ObjectNode object
                && object.size() == 1
                && object.path(SEALED).isString();
    }

    // No identifier and no name has a line break, so no two places have the same.
    private byte[] associated(String name) {
        return String.join("\n", person, event, name).getBytes(StandardCharsets.UTF_8);
    }
}
