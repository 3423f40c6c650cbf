package io.rollbook.api.event;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Every event there is, by its stable type name and by its class. The features register as {@link EventFamily}; their events
 * follow from {@code permits}.
 */
public final class EventCatalogue {

    private static final Map<String, Entry> BY_NAME = byName();

    private EventCatalogue() {}

    /**
     * One kind of event.
     *
     * @param name the stable type name
     * @param revision the revision that the code of today writes, from 1
     * @param type the record
     * @param meaning what it means, in one sentence for the person it tells of
     */
    public record Entry(String name, int revision, Class<? extends DomainEvent> type, String meaning) {}

    /** All kinds of event, by feature in the order of a life. */
    public static Collection<Entry> entries() {
        return BY_NAME.values();
    }

    /** The kind stored under {@code name}, empty when this version of the code does not know it. */
    public static Optional<Entry> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /**
     * The kind a record class belongs to.
     *
     * @throws IllegalArgumentException when the class is no event, a mistake in the code
     */
    public static Entry of(Class<?> type) {
        var annotation = type.getAnnotation(EventType.class);
        if (annotation == null) {
            throw new IllegalArgumentException(type.getName() + " has no @EventType");
        }
        return Objects.requireNonNull(BY_NAME.get(annotation.value()));
    }

    private static Map<String, Entry> byName() {
        var entries = new LinkedHashMap<String, Entry>();
        for (var family : ServiceLoader.load(EventFamily.class, EventFamily.class.getClassLoader())) {
            for (var permitted : family.root().getPermittedSubclasses()) {
                var event = permitted.asSubclass(DomainEvent.class);
                var type = Objects.requireNonNull(
                        event.getAnnotation(EventType.class), () -> event.getName() + " has no @EventType");
                var earlier =
                        entries.put(type.value(), new Entry(type.value(), type.revision(), event, type.meaning()));
                if (earlier != null) {
                    throw new IllegalStateException(type.value() + " names two events");
                }
            }
        }
        return Collections.unmodifiableMap(entries);
    }
}
