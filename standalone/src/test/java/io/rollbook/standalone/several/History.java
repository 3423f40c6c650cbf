package io.rollbook.standalone.several;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lies in the event store, event by event in the order of the store.
 *
 * @param events every event
 */
record History(List<Event> events) {

    record Event(String aggregate, long sequence, String type, String payload) {}

    static History read(Connection store) throws SQLException {
        var events = new ArrayList<Event>();
        try (var statement = store.createStatement();
                var rows = statement.executeQuery("""
                        select aggregate_id, sequence_number, payload_type, payload::text
                          from domain_event order by global_index
                        """)) {
            while (rows.next()) {
                events.add(new Event(rows.getString(1), rows.getLong(2), rows.getString(3), rows.getString(4)));
            }
        }
        return new History(List.copyOf(events));
    }

    /** By aggregate, the numbers of its events in the order of the store. */
    Map<String, List<Long>> sequences() {
        var sequences = new TreeMap<String, List<Long>>();
        events.forEach(event -> sequences
                .computeIfAbsent(event.aggregate(), any -> new ArrayList<>())
                .add(event.sequence()));
        return sequences;
    }

    /** By aggregate, the number of its last event. */
    Map<String, Long> versions() {
        var versions = new TreeMap<String, Long>();
        sequences().forEach((aggregate, sequence) -> versions.put(aggregate, sequence.getLast()));
        return versions;
    }
}
