package io.rollbook.standalone.several;

import io.rollbook.standalone.support.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lies in the event store, event by event in the order of the store.
 *
 * @param events every event
 */
record History(List<StoredEvent> events) {

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
