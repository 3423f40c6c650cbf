package io.rollbook.command.store;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.node.ObjectNode;

/** Writes events as JSON under their stable type name and revision, and reads them back into the record of today. */
final class EventSerializer extends Jackson3Serializer {

    /** What Axon keeps by the same means: metadata, and how far each processor of events has come. */
    private static final Set<String> BESIDE_EVENTS = Stream.of(
                    MetaData.class,
                    GapAwareTrackingToken.class,
                    GlobalSequenceTrackingToken.class,
                    ReplayToken.class,
                    ConfigToken.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    EventSerializer() {
        super(Jackson3Serializer.builder());
    }

    /** An event as it would be written, to be changed before it is: cheaper than reading again what was written. */
    ObjectNode tree(Object event) {
        return getObjectMapper().valueToTree(event);
    }

    /** What is stored of such a tree. */
    String text(ObjectNode tree) {
        return getObjectMapper().writeValueAsString(tree);
    }

    /** What is stored names no class to load: only what the catalogue has, and what Axon keeps beside an event, is read. */
    @Override
    @SuppressWarnings("rawtypes")
    public Class classForType(SerializedType type) {
        return EventCatalogue.byName(type.getName())
                .<Class>map(entry -> entry.type())
                .orElse(
                        BESIDE_EVENTS.contains(type.getName())
                                ? super.classForType(type)
                                : UnknownSerializedType.class);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public SerializedType typeForClass(Class type) {
        if (type != null && DomainEvent.class.isAssignableFrom(type)) {
            var entry = EventCatalogue.of(type);
            return new SimpleSerializedType(entry.name(), Integer.toString(entry.revision()));
        }
        return super.typeForClass(type);
    }
}
