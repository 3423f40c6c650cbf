package io.rollbook.query.projection;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import io.rollbook.api.event.EventUpcasters;
import io.rollbook.personal.SealedFields;
import io.rollbook.query.personal.KeyState;
import io.rollbook.query.personal.KnownKeys;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Understands a record of the topic as an event of a known kind, lifted to today's shape and opened. What tells of a person
 * who is erased is absent from it, whether it was sealed or not.
 */
final class EventReader<E extends DomainEvent> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final Set<Class<? extends E>> events;
    private final boolean opens;
    private final EventUpcasters upcasters;
    private final KnownKeys keys;

    /** A reader that has no keys: it reads what is in the clear. */
    EventReader(Projection<?, E> projection, EventUpcasters upcasters) {
        this(
                projection.events(),
                projection.opensPersonalValues() && projection.key() instanceof DocumentKey.OfAggregate<E>,
                upcasters,
                KnownKeys.NONE);
    }

    private EventReader(Set<Class<? extends E>> events, boolean opens, EventUpcasters upcasters, KnownKeys keys) {
        this.events = Set.copyOf(events);
        this.opens = opens;
        this.upcasters = upcasters;
        this.keys = keys;
    }

    /** The same with these keys. */
    EventReader<E> knowing(KnownKeys keys) {
        return new EventReader<>(events, opens, upcasters, keys);
    }

    /** Whether it needs the keys of persons. One that opens nothing reads every person as erased. */
    boolean needsKeys() {
        return opens && tellsOfPersons();
    }

    /** Whether any of its events tells of a person. */
    boolean tellsOfPersons() {
        return EventCatalogue.entries().stream().anyMatch(entry -> reads(entry) && personal(entry));
    }

    /** Whether the record has an event that is known, and is none of those that it reads. */
    boolean passesOver(RawEvent raw) {
        var type = raw.header(RawEvent.TYPE);
        return type != null
                && EventCatalogue.byName(type).filter(entry -> !reads(entry)).isPresent();
    }

    private boolean reads(EventCatalogue.Entry entry) {
        return events.stream().anyMatch(some -> some.isAssignableFrom(entry.type()));
    }

    /** Whether the event in {@code raw} tells of a person, so that it matters what is known of the person's key. */
    static boolean tellsOfPerson(RawEvent raw) {
        var type = raw.header(RawEvent.TYPE);
        return type != null
                && EventCatalogue.byName(type).filter(EventReader::personal).isPresent();
    }

    /** The event in {@code raw}. */
    E read(RawEvent raw) throws Unfoldable {
        var type = required(raw, RawEvent.TYPE);
        var known = EventCatalogue.byName(type)
                .orElseThrow(() -> new Unfoldable(DeadLetterReason.UNKNOWN_TYPE, "type " + printable(type)));
        if (!reads(known)) {
            throw new Unfoldable(
                    DeadLetterReason.UNREADABLE, type + " does not happen to " + printable(raw.aggregateId()));
        }
        // It is of one of the kinds that it reads.
        @SuppressWarnings("unchecked")
        var event = (E) parse(raw, known, revision(raw));
        if (event == null) {
            throw new Unfoldable(DeadLetterReason.UNREADABLE, "the data is null");
        }
        if (!String.valueOf(event.id()).equals(raw.aggregateId())) {
            throw new Unfoldable(DeadLetterReason.UNREADABLE, "the event names another aggregate than the record");
        }
        return event;
    }

    /** What else the record says of its event. */
    EventContext context(RawEvent raw, long sequence) throws Unfoldable {
        return new EventContext(
                required(raw, RawEvent.ID),
                required(raw, RawEvent.TYPE),
                sequence,
                raw.position(),
                time(required(raw, RawEvent.TIME)),
                raw.header(RawEvent.ACTOR),
                raw.header(RawEvent.CORRELATION));
    }

    /**
     * The same without what it says of the person, to be kept. What cannot be read as JSON is emptied, since nobody knows what
     * it says; what only a newer version knows is left as that has sealed it.
     */
    static RawEvent forgotten(RawEvent raw) {
        return EventCatalogue.byName(String.valueOf(raw.header(RawEvent.TYPE)))
                .filter(EventReader::personal)
                .map(known -> raw.with(forgotten(raw, known)))
                .orElse(raw);
    }

    private static byte[] forgotten(RawEvent raw, EventCatalogue.Entry known) {
        try {
            if (JSON.readTree(raw.data()) instanceof ObjectNode json) {
                new SealedFields(record(known), raw.aggregateId(), String.valueOf(raw.header(RawEvent.ID)))
                        .forget(json);
                return JSON.writeValueAsBytes(json);
            }
        } catch (JacksonException e) {
            // It is no JSON.
        }
        return new byte[0];
    }

    private @Nullable Object parse(RawEvent raw, EventCatalogue.Entry known, int revision) throws Unfoldable {
        try {
            if (revision == known.revision() && !personal(known)) {
                return JSON.readValue(raw.data(), known.type());
            }
            var json = revision == known.revision() ? JSON.readTree(raw.data()) : lifted(raw, known, revision);
            if (!(json instanceof ObjectNode object)) {
                throw new Unfoldable(DeadLetterReason.UNREADABLE, "the data is no object");
            }
            if (personal(known)) {
                open(object, raw, known);
            }
            return JSON.treeToValue(object, known.type());
        } catch (RuntimeException e) {
            throw new Unfoldable(DeadLetterReason.UNREADABLE, e);
        }
    }

    private JsonNode lifted(RawEvent raw, EventCatalogue.Entry known, int revision) throws Unfoldable {
        var lifted = upcasters.lift(known.name(), revision, JSON.readValue(raw.data(), OBJECT));
        if (lifted.revision() != known.revision()) {
            throw new Unfoldable(DeadLetterReason.UNKNOWN_TYPE, known.name() + " revision " + revision);
        }
        return JSON.valueToTree(lifted.event());
    }

    private void open(ObjectNode json, RawEvent raw, EventCatalogue.Entry known) throws Unfoldable {
        var fields = new SealedFields(record(known), raw.aggregateId(), required(raw, RawEvent.ID));
        switch (opens ? keys.of(raw.aggregateId()) : KeyState.ERASED) {
            case KeyState.Here(var key) -> fields.open(json, key, keys.mayBeClear(time(required(raw, RawEvent.TIME))));
            case KeyState.Erased ignored -> fields.forget(json);
            case KeyState.NotCome ignored -> {
                if (fields.needKey(json)) {
                    throw new Unfoldable(DeadLetterReason.KEY_NOT_COME, "");
                }
            }
        }
    }

    private static boolean personal(EventCatalogue.Entry known) {
        return SealedFields.any(record(known));
    }

    private static Class<? extends Record> record(EventCatalogue.Entry known) {
        return known.type().asSubclass(Record.class);
    }

    private static int revision(RawEvent raw) throws Unfoldable {
        try {
            return Integer.parseInt(required(raw, RawEvent.REVISION));
        } catch (NumberFormatException e) {
            throw new Unfoldable(DeadLetterReason.UNREADABLE, e);
        }
    }

    private static Instant time(String text) throws Unfoldable {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new Unfoldable(DeadLetterReason.UNREADABLE, e);
        }
    }

    private static String required(RawEvent raw, String header) throws Unfoldable {
        var value = raw.header(header);
        if (value == null) {
            throw new Unfoldable(DeadLetterReason.UNREADABLE, "no " + header);
        }
        return value;
    }

    // It came from outside and goes into a log: bounded, and of harmless characters only.
    private static String printable(String text) {
        var harmless = text.replaceAll("[^A-Za-z0-9._-]", "?");
        return harmless.length() <= 64 ? harmless : harmless.substring(0, 64);
    }
}
