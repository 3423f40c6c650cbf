package io.rollbook.command.store;

import io.rollbook.command.store.PersonKeys.MadeKey;
import io.rollbook.personal.DataKey;
import io.rollbook.personal.SealedFields;
import java.time.Instant;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/** An event on its way into the store, whose personal fields are sealed when it is serialised. */
final class SealedEvent<T> extends GenericDomainEventMessage<T> {
    private static final long serialVersionUID = 1;

    private final transient PersonKeys keys;
    private final transient EventSerializer json;
    private transient @Nullable MadeKey made;

    private SealedEvent(DomainEventMessage<T> event, PersonKeys keys, EventSerializer json) {
        super(event.getType(), event.getAggregateIdentifier(), event.getSequenceNumber(), event, (Supplier<Instant>)
                event::getTimestamp);
        this.keys = keys;
        this.json = json;
    }

    /** The same event, sealed if it tells of a person. */
    static EventMessage<?> of(EventMessage<?> event, PersonKeys keys, EventSerializer json) {
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
                .seal(tree, isFirst() ? newKey(person) : keys.toSeal(person));
        var sealed =
                new SimpleSerializedObject<>(json.text(tree), String.class, serializer.typeForClass(getPayloadType()));
        return serializer.getConverter().convert(sealed, expectedRepresentation);
    }

    /** Whether it is the first event of its person, which is sealed with a new key. */
    boolean isFirst() {
        return getSequenceNumber() == 0;
    }

    /** The key that was made when it was serialised, to be stored with it; {@code null} when it was sealed with an older one. */
    @Nullable
    MadeKey made() {
        return made;
    }

    private DataKey newKey(String person) {
        var mine = made;
        if (mine == null) {
            mine = keys.make(person);
            made = mine;
        }
        return mine.key();
    }
}
