package io.rollbook.command.store;

import io.rollbook.command.personal.DataKeys;
import io.rollbook.personal.SealedFields;
import java.time.Instant;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;

/** An event on its way into the store, whose personal fields are sealed when it is serialised. */
final class SealedEvent<T> extends GenericDomainEventMessage<T> {
    private static final long serialVersionUID = 1;

    private final transient DataKeys keys;
    private final transient EventSerializer json;

    private SealedEvent(DomainEventMessage<T> event, DataKeys keys, EventSerializer json) {
        super(event.getType(), event.getAggregateIdentifier(), event.getSequenceNumber(), event, (Supplier<Instant>)
                event::getTimestamp);
        this.keys = keys;
        this.json = json;
    }

    /** The same event, sealed if it tells of a person. */
    static EventMessage<?> of(EventMessage<?> event, DataKeys keys, EventSerializer json) {
        return event instanceof DomainEventMessage<?> fact
                        && fact.getPayload() instanceof Record record
                        && SealedFields.any(record.getClass())
                ? new SealedEvent<>(fact, keys, json)
                : event;
    }

    @Override
    public <R> SerializedObject<R> serializePayload(Serializer serializer, Class<R> expectedRepresentation) {
        var tree = json.tree(getPayload());
        var person = getAggregateIdentifier();
        new SealedFields(getPayloadType().asSubclass(Record.class), person, getIdentifier())
                .seal(tree, keys.toSeal(person, getSequenceNumber() == 0));
        var sealed =
                new SimpleSerializedObject<>(json.text(tree), String.class, serializer.typeForClass(getPayloadType()));
        return serializer.getConverter().convert(sealed, expectedRepresentation);
    }
}
