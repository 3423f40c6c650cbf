package io.rollbook.standalone.support;

import io.rollbook.api.event.EventCatalogue;
import io.rollbook.personal.DataKey;
import io.rollbook.personal.KeyRing;
import io.rollbook.personal.KeyRingFile;
import io.rollbook.personal.SealedFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event as it lies in the store.
 *
 * @param stored its JSON, byte for byte
 * @param payload the same with the personal fields opened, {@code null} where the person's key is gone
 */
public record StoredEvent(String aggregate, long sequence, String type, String stored, ObjectNode payload) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** All events in the order of the store, opened with the key ring in {@code keyRing}. */
    public static List<StoredEvent> read(Connection store, Path keyRing) throws SQLException {
        var keys = keys(store, load(keyRing));
        var events = new ArrayList<StoredEvent>();
        try (var statement = store.createStatement();
                var rows = statement.executeQuery("""
                        select aggregate_id, sequence_number, payload_type, payload::text, event_id
                          from domain_event order by global_index
                        """)) {
            while (rows.next()) {
                var aggregate = rows.getString(1);
                var stored = rows.getString(4);
                var payload = (ObjectNode) JSON.readTree(stored);
                var type =
                        EventCatalogue.byName(rows.getString(3)).orElseThrow().type();
                var fields = new SealedFields(type.asSubclass(Record.class), aggregate, rows.getString(5));
                if (fields.needKey(payload)) {
                    if (keys.containsKey(aggregate)) {
                        fields.open(payload, keys.get(aggregate), false);
                    } else {
                        fields.forget(payload);
                    }
                }
                events.add(new StoredEvent(aggregate, rows.getLong(2), rows.getString(3), stored, payload));
            }
        }
        return List.copyOf(events);
    }

    private static Map<String, DataKey> keys(Connection store, KeyRing ring) throws SQLException {
        var keys = new HashMap<String, DataKey>();
        try (var statement = store.createStatement();
                var rows = statement.executeQuery("select user_id, wrapped from data_key")) {
            while (rows.next()) {
                var person = "user-" + rows.getInt(1);
                keys.put(person, ring.unwrap(rows.getString(2), person));
            }
        }
        return keys;
    }

    private static KeyRing load(Path keyRing) {
        try {
            return KeyRingFile.load(keyRing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
