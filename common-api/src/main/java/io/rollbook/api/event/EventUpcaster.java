package io.rollbook.api.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lifts the stored shape of one event type by one revision. Both sides use the same upcasters: the command side when it
 * reads the store, the query side when it reads the topic, which keeps events of every age.
 */
public interface EventUpcaster {

    /** The stable type name of the events it lifts. */
    String type();

    /** The revision it takes; it returns the shape of {@code fromRevision() + 1}. */
    int fromRevision();

    /**
     * The event's JSON object in the next revision's shape.
     *
     * @param event the JSON object as maps, lists, strings, numbers, booleans and nulls; not to be changed
     */
    Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> event);
}
