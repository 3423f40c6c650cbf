package io.rollbook.query.projection;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.query.personal.PersonKeys;
import io.rollbook.query.projection.Folding.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Folds events into a document for each aggregate: all of an aggregate in a batch become one write. */
final class AggregateProjector<D, E extends DomainEvent> extends GuardedProjector<D, E> {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final int WORTH_SHARING = 100;
    private static final int FORGOTTEN_AT_ONCE = 1_000;
    // A key goes before the first event that needs it, but each comes by a topic of its own.
    private static final Duration KEY_PATIENCE = Duration.ofMillis(300);

    private final EventReader<E> reader;
    private final PersonKeys keys;
    private final Duration keyPatience;
    private final String prefix;

    AggregateProjector(
            Projection<D, E> projection,
            DocumentKey.OfAggregate<E> key,
            EventReader<E> reader,
            StateStore<D, E> states,
            DeadLetters deadLetters,
            Filling filling,
            PersonKeys keys,
            ProjectionListener listener) {
        this(projection, key, reader, states, deadLetters, filling, keys, KEY_PATIENCE, listener);
    }

    AggregateProjector(
            Projection<D, E> projection,
            DocumentKey.OfAggregate<E> key,
            EventReader<E> reader,
            StateStore<D, E> states,
            DeadLetters deadLetters,
            Filling filling,
            PersonKeys keys,
            Duration keyPatience,
            ProjectionListener listener) {
        super(projection, states, deadLetters, filling, listener);
        this.reader = reader;
        this.keys = keys;
        this.keyPatience = keyPatience;
        this.prefix = key.prefix();
    }

    /** Not before the keys that were told of are there. */
    @Override
    public boolean ready() {
        return !reader.needsKeys() || keys.ready();
    }

    @Override
    public boolean concerns(String key) {
        return key.startsWith(prefix);
    }

    @Override
    public boolean project(List<RawEvent> batch) {
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
        deadLetters.keep(nameless);
        return !byAggregate.isEmpty() && fold(byAggregate);
    }

    @Override
    public void forget(Collection<String> persons) {
        var ids = new ArrayList<Integer>();
        for (var person : persons) {
            if (concerns(person)) {
                documentId(person).ifPresent(ids::add);
            }
        }
        deadLetters.change(ids.stream().map(this::aggregateId).toList(), EventReader::forgotten);
        if (!reader.needsKeys()) {
            return;
        }
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

    @Override
    boolean retry(String aggregate) {
        var id = documentId(aggregate);
        return id.isPresent() && retry(aggregate, id.getAsInt());
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
                deadLetters.keep(foldings.values().stream()
                        .flatMap(folding -> folding.deadLetters().stream())
                        .toList());
                foldings.values().forEach(this::note);
                return foldings.values().stream().anyMatch(AggregateProjector::awaited);
            }
        }
        throw lostRaces();
    }

    // What was read before an erasure may have been written after the documents were rid of it.
    private void forgetErasedSince(long losses, Collection<Integer> ids) {
        if (reader.needsKeys() && keys.lostSince(losses)) {
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
        if (!reader.needsKeys()) {
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
                    var before = known.getOrDefault(entry.getKey(), DocumentState.none());
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
        var before = states.load(List.of(id)).getOrDefault(id, DocumentState.none());
        var folding = Folding.of(projection, opening, before, events);
        if (needsKey(folding)) {
            keys.want(List.of(aggregate));
        }
        if (folding.done().isEmpty()) {
            triedInVain(folding.deadLetters());
            return false;
        }
        if (!states.write(Map.of(id, folding))) {
            return false;
        }
        forgetErasedSince(losses, List.of(id));
        note(folding);
        tried(folding.done(), folding.deadLetters());
        return true;
    }

    // The last of those done is the one that made the version, where there is a new version.
    private void note(Folding<D> folding) {
        if (folding.changed()) {
            untold.note(folding.done().getLast(), folding.after().version());
        }
    }

    private static boolean awaited(Folding<?> folding) {
        return folding.deadLetters().stream()
                .filter(event -> event.reason() == DeadLetterReason.AFTER_DEAD_LETTER)
                .anyMatch(event ->
                        event.event().sequence().orElse(-1) == folding.after().version() + 1);
    }

    private String aggregateId(int id) {
        return prefix + id;
    }

    private OptionalInt documentId(String aggregateId) {
        var number = aggregateId.substring(prefix.length());
        return NUMBER.matcher(number).matches() ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
    }
}
