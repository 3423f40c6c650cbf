package io.rollbook.api.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The chain of {@link EventUpcaster}s: lifts an event of any stored revision to today's. */
public final class EventUpcasters {

    private final Map<Key, EventUpcaster> upcasters = new HashMap<>();

    /**
     * A chain of the given upcasters, in any order.
     *
     * @throws IllegalArgumentException when two of them lift the same revision of the same type
     */
    public EventUpcasters(List<EventUpcaster> upcasters) {
        for (var upcaster : upcasters) {
            if (this.upcasters.put(new Key(upcaster.type(), upcaster.fromRevision()), upcaster) != null) {
                throw new IllegalArgumentException(
                        "two upcasters lift " + upcaster.type() + " revision " + upcaster.fromRevision());
            }
        }
    }

    /** The chain that stored events need today. Upcasters are found as services, beside their events. */
    public static EventUpcasters standard() {
        return new EventUpcasters(ServiceLoader.load(EventUpcaster.class, EventUpcaster.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** Whether an event of that type and revision has to be lifted before today's code can read it. */
    public boolean lifts(String type, int revision) {
        return upcasters.containsKey(new Key(type, revision));
    }

    /** Lifts an event as far as the chain goes. */
    public Upcast lift(String type, int revision, Map<String, @Nullable Object> event) {
        var lifted = new Upcast(revision, event);
        for (var next = upcasters.get(new Key(type, revision));
                next != null;
                next = upcasters.get(new Key(type, lifted.revision()))) {
            lifted = new Upcast(lifted.revision() + 1, next.upcast(lifted.event()));
        }
        return lifted;
    }

    /**
     * A lifted event.
     *
     * @param revision the revision it has now
     * @param event its JSON object
     */
    public record Upcast(int revision, Map<String, @Nullable Object> event) {}

    private record Key(String type, int revision) {}
}
