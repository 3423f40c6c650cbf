package io.rollbook.api.event;

import io.rollbook.api.integration.UserIntegrationEvent;
import io.rollbook.api.role.RoleEvent;
import io.rollbook.api.user.UserEvent;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Every event there is, found from the sealed roots of the features, by its stable type name and by its class.
 *
 * <p>A feature is listed here once; its events follow from {@code permits}.
 */
public final class EventCatalogue {

    private static final List<Class<? extends DomainEvent>> ROOTS =
            List.of(UserEvent.class, RoleEvent.class, UserIntegrationEvent.class);

    private static final Map<String, Entry> BY_NAME = byName();

    private EventCatalogue() {}

    /**
     * One kind of event.
     *
     * @param name the stable type name
     * @param revision the revision that the code of today writes, from 1
     * @param type the record
     */
    public record Entry(String name, int revision, Class<? extends DomainEvent> type) {}

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
        for (var root : ROOTS) {
            for (var permitted : root.getPermittedSubclasses()) {
                var event = permitted.asSubclass(DomainEvent.class);
                var type = Objects.requireNonNull(
                        event.getAnnotation(EventType.class), () -> event.getName() + " has no @EventType");
                var earlier = entries.put(type.value(), new Entry(type.value(), type.revision(), event));
                if (earlier != null) {
                    throw new IllegalStateException(type.value() + " names two events");
                }
            }
        }
        return Collections.unmodifiableMap(entries);
    }
}
