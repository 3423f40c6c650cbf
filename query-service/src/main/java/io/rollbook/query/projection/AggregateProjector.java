package io.rollbook.query.projection;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.query.personal.PersonKeys;
import io.rollbook.query.projection.Folding.DeadLetter;
import io.rollbook.web.request.Correlation;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds batches of records into the documents of one projection: all events of an aggregate in a batch become one write.
 * It may be asked for the same records any number of times and by any number of processes at once; every event is folded
 * once, in its aggregate's order.
 */
final class BatchProjector<D, E extends DomainEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(BatchProjector.class);
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final int RACES = 20;
    private static final int LETTERS_AT_ONCE = 500;
    private static final int WORTH_SHARING = 100;
    private static final int FORGOTTEN_AT_ONCE = 1_000;
    // A key goes before the first event that needs it, but each comes by a topic of its own.
    private static final Duration KEY_PATIENCE = Duration.ofMillis(300);

    private final Projection<D, E> projection;
    private final EventReader<E> reader;
    private final StateStore<D, E> states;
    private final DeadLetters deadLetters;
    private final Filling filling;
    private final PersonKeys keys;
    private final Duration keyPatience;
    private final ProjectionListener listener;
    private final boolean tellsOfPersons;
    private final List<Told> untold = new ArrayList<>();

    /** What a listener is to be told. */
    private record Told(String aggregateId, long version, Instant recorded) {}

    BatchProjector(
            Projection<D, E> projection,
            EventReader<E> reader,
            StateStore<D, E> states,
            DeadLetters deadLetters,
            Filling filling,
            PersonKeys keys,
            ProjectionListener listener) {
        this(projection, reader, states, deadLetters, filling, keys, KEY_PATIENCE, listener);
    }

    BatchProjector(
            Projection<D, E> projection,
            EventReader<E> reader,
            StateStore<D, E> states,
            DeadLetters deadLetters,
            Filling filling,
            PersonKeys keys,
            Duration keyPatience,
            ProjectionListener listener) {
        this.projection = projection;
        this.reader = reader;
        this.states = states;
        this.deadLetters = deadLetters;
        this.filling = filling;
        this.keys = keys;
        this.keyPatience = keyPatience;
        this.listener = listener;
        this.tellsOfPersons = reader.tellsOfPersons();
    }

    /** Whether it may fold: not before the keys that were told of are there, or what it could read would become a dead letter. */
    boolean ready() {
        return !tellsOfPersons || keys.ready();
    }

    /** Makes what the database lacks. */
    void prepare() {
        states.prepare();
        deadLetters.prepare();
    }

    /** Whether the record is about an aggregate of this projection. */
    boolean concerns(String key) {
        return key.startsWith(projection.aggregatePrefix());
    }

    /**
     * Folds a batch and stores the outcome. Nobody is told of it before {@link #tell}.
     *
     * @return whether an event has come that a dead letter was waiting for
     * @throws StoreLost when the database has lost what it had
     */
    boolean project(List<RawEvent> batch) {
        var byAggregate = new LinkedHashMap<Integer, List<RawEvent>>();
        var nameless = new ArrayList<DeadLetter>();
        for (var event : batch) {
            var id = documentId(event.aggregateId());
            if (id.isPresent()) {
                byAggregate
                        .computeIfAbsent(id.getAsInt(), any -> new ArrayList<>())
                        .add(event);
            } else {
                nameless.add(new DeadLetter(event, DeadLetterReason.UNREADABLE, "the key is no identifier"));
            }
        }
        keep(nameless);
        return !byAggregate.isEmpty() && fold(byAggregate);
    }

    /** Tells what has been folded. Call it once it is proven that what was written is where it is read. */
    void tell() {
        untold.forEach(one -> listener.projected(one.aggregateId(), one.version(), one.recorded()));
        untold.clear();
    }

    /** What has been folded is lost: nobody is told of it. */
    void lose() {
        untold.clear();
    }

    /**
     * Tries the dead letters once more, for as many as fold now.
     *
     * @param partitions the partitions whose events to try
     */
    void retry(Collection<Integer> partitions) {
        deadLetters.aggregates(partitions).forEach(this::retry);
    }

    /** Tries the dead letters of the given aggregates once more. */
    void retryAll(Collection<String> aggregates) {
        deadLetters.among(aggregates).forEach(this::retry);
    }

    /**
     * Removes what tells of the given erased persons from their documents and dead letters. A batch that this process folds
     * at the same time removes it itself. Other processes are told of the erasure too.
     */
    void forget(Collection<String> persons) {
        var ids = new ArrayList<Integer>();
        for (var person : persons) {
            if (concerns(person)) {
                documentId(person).ifPresent(ids::add);
            }
        }
        deadLetters.change(ids.stream().map(this::aggregateId).toList(), EventReader::forgotten);
        for (var from = 0; from < ids.size(); from += FORGOTTEN_AT_ONCE) {
            forgetDocuments(ids.subList(from, Math.min(ids.size(), from + FORGOTTEN_AT_ONCE)));
        }
    }

    private void forgetDocuments(List<Integer> ids) {
        for (var race = 0; race < RACES; race++) {
            if (states.forget(ids)) {
                return;
            }
        }
        throw lostRaces();
    }

    private void retry(String aggregate) {
        var id = documentId(aggregate);
        if (id.isPresent()) {
            while (retry(aggregate, id.getAsInt())) {
                LOG.info("{}: the dead letters of {} are folded", projection.name(), aggregate);
            }
        }
    }

    private boolean fold(Map<Integer, List<RawEvent>> byAggregate) {
        // In this order: events leave the dead letters after their document is stored.
        var waiting = deadLetters.among(
                byAggregate.keySet().stream().map(this::aggregateId).toList());
        var patient = true;
        for (var race = 0; race < RACES; race++) {
            var losses = keys.losses();
            var foldings = fold(byAggregate, waiting);
            var keyless = keyless(foldings);
            if (patient && !keyless.isEmpty()) {
                keys.want(keyless);
                keys.await(keyless, keyPatience);
                patient = false;
                continue;
            }
            if (states.write(foldings)) {
                forgetErasedSince(losses, byAggregate.keySet());
                keep(foldings.values().stream()
                        .flatMap(folding -> folding.deadLetters().stream())
                        .toList());
                foldings.forEach(this::note);
                return foldings.values().stream().anyMatch(BatchProjector::awaited);
            }
        }
        throw lostRaces();
    }

    private IllegalStateException lostRaces() {
        return new IllegalStateException(projection.name() + " lost " + RACES + " races for the same documents");
    }

    // What was read before an erasure may have been written after the documents were rid of it.
    private void forgetErasedSince(long losses, Collection<Integer> ids) {
        if (tellsOfPersons && keys.lostSince(losses)) {
            forget(keys.erasedAmong(ids.stream().map(this::aggregateId).toList()));
        }
    }

    private List<String> keyless(Map<Integer, Folding<D>> foldings) {
        return foldings.entrySet().stream()
                .filter(folding -> needsKey(folding.getValue()))
                .map(folding -> aggregateId(folding.getKey()))
                .toList();
    }

    private static boolean needsKey(Folding<?> folding) {
        return !folding.deadLetters().isEmpty()
                && folding.deadLetters().getFirst().reason() == DeadLetterReason.KEY_NOT_COME;
    }

    private EventReader<E> reader(Collection<List<RawEvent>> byAggregate) {
        if (!tellsOfPersons) {
            return reader;
        }
        var persons = byAggregate.stream()
                .filter(events -> events.stream().anyMatch(EventReader::tellsOfPerson))
                .map(events -> events.getFirst().aggregateId())
                .toList();
        return persons.isEmpty() ? reader : reader.knowing(keys.of(persons));
    }

    private Map<Integer, Folding<D>> fold(Map<Integer, List<RawEvent>> byAggregate, Set<String> waiting) {
        var opening = reader(byAggregate.values());
        var known = states.load(byAggregate.keySet());
        var all = byAggregate.entrySet();
        // Folding is pure, and opening what is sealed is work for more than one processor when there is much of it.
        var each = all.size() < WORTH_SHARING ? all.stream() : all.parallelStream();
        return each.collect(Collectors.toMap(
                Map.Entry::getKey,
                entry -> {
                    var before = known.getOrDefault(entry.getKey(), AggregateState.none());
                    return waiting.contains(aggregateId(entry.getKey()))
                            ? Folding.halted(projection, opening, before, entry.getValue())
                            : Folding.of(projection, opening, before, entry.getValue());
                },
                (one, other) -> one,
                LinkedHashMap::new));
    }

    private boolean retry(String aggregate, int id) {
        var losses = keys.losses();
        var events = deadLetters.of(aggregate, LETTERS_AT_ONCE);
        var opening = reader(List.of(events));
        var before = states.load(List.of(id)).getOrDefault(id, AggregateState.none());
        var folding = Folding.of(projection, opening, before, events);
        if (needsKey(folding)) {
            keys.want(List.of(aggregate));
        }
        if (folding.done().isEmpty()) {
            restate(folding);
            return false;
        }
        if (!states.write(Map.of(id, folding))) {
            return false;
        }
        forgetErasedSince(losses, List.of(id));
        // What is first in line now has its own reason for waiting.
        deadLetters.add(folding.deadLetters());
        deadLetters.remove(folding.done());
        note(id, folding);
        filling.verify();
        tell();
        return true;
    }

    private void keep(List<DeadLetter> events) {
        if (!events.isEmpty()) {
            deadLetters.add(events);
            events.forEach(this::report);
        }
    }

    // It is tried in vain, but perhaps for another reason than before: its key has come, and shows that it was tampered
    // with.
    private void restate(Folding<D> folding) {
        if (!folding.deadLetters().isEmpty()
                && deadLetters.restate(folding.deadLetters().getFirst())) {
            report(folding.deadLetters().getFirst());
        }
    }

    private void report(DeadLetter one) {
        switch (one.reason()) {
            case AFTER_DEAD_LETTER -> {}
            case KEY_NOT_COME -> LOG.debug("{}: {} waits for its key", projection.name(), one.event());
            case GAP, UNKNOWN_TYPE, UNREADABLE, UNFOLDABLE -> {
                try (var correlation = Correlation.with(one.event().header(RawEvent.CORRELATION))) {
                    LOG.error("{}: dead letter {}: {} {}", projection.name(), one.event(), one.reason(), one.detail());
                }
            }
        }
    }

    private void note(int id, Folding<D> folding) {
        if (folding.changed()) {
            untold.add(new Told(aggregateId(id), folding.after().version(), recorded(folding)));
        }
    }

    // The last of those done is the one that made the version, since there is a new version.
    private static Instant recorded(Folding<?> folding) {
        var time = folding.done().getLast().header(RawEvent.TIME);
        return time == null ? Instant.EPOCH : OffsetDateTime.parse(time).toInstant();
    }

    private static boolean awaited(Folding<?> folding) {
        return folding.deadLetters().stream()
                .filter(event -> event.reason() == DeadLetterReason.AFTER_DEAD_LETTER)
                .anyMatch(event ->
                        event.event().sequence().orElse(-1) == folding.after().version() + 1);
    }

    private String aggregateId(int id) {
        return projection.aggregatePrefix() + id;
    }

    private OptionalInt documentId(String aggregateId) {
        var number = aggregateId.substring(projection.aggregatePrefix().length());
        return NUMBER.matcher(number).matches() ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
    }
}
