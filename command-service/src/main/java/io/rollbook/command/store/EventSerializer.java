package io.rollbook.command.store;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.node.ObjectNode;

/** Writes events as JSON under their stable type name and revision, and reads them back into the record of today. */
final class EventSerializer extends Jackson3Serializer {

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

    @Override
    protected String resolveClassName(SerializedType type) {
        return EventCatalogue.byName(type.getName())
                .map(entry -> entry.type().getName())
                .orElseGet(type::getName);
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
