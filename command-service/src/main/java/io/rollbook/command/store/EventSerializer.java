package io.rollbook.command.store;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** Writes events as JSON under their stable type name and revision, and reads them back into the record of today. */
final class EventSerializer extends Jackson3Serializer {

    EventSerializer() {
        super(Jackson3Serializer.builder());
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
