package io.rollbook.standalone.several;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.several.Clients.Acknowledged;
import io.rollbook.standalone.support.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

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

    /** Every aggregate's events are numbered without a gap, and each acknowledged command made one event, which is there. */
    void assertHoldsOnce(List<Acknowledged> acknowledged) {
        sequences()
                .forEach((aggregate, sequence) -> assertThat(sequence)
                        .as("numbers of the events of %s", aggregate)
                        .isEqualTo(LongStream.range(0, sequence.size()).boxed().toList()));
        var payloads = events.stream()
                .collect(Collectors.toMap(
                        event -> event.aggregate() + "@" + event.sequence(),
                        event -> event.payload().toString()));
        assertThat(acknowledged)
                .extracting(command -> command.aggregate() + "@" + command.version())
                .as("each made a version of its own")
                .doesNotHaveDuplicates();
        assertThat(acknowledged)
                .allSatisfy(command -> assertThat(payloads.get(command.aggregate() + "@" + command.version()))
                        .contains('"' + command.mark() + '"'));
        assertThat(acknowledged)
                .allSatisfy(command -> assertThat(events)
                        .filteredOn(event -> event.payload().toString().contains('"' + command.mark() + '"'))
                        .as("%s", command)
                        .hasSize(1));
    }
}
