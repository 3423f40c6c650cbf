package io.rollbook.command.store;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import io.rollbook.command.store.PersonKey.Erased;
import io.rollbook.command.store.PersonKey.Known;
import io.rollbook.command.store.PersonKey.Missing;
import io.rollbook.personal.SealedFields;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Opens personal fields between the store and the aggregates. Those of a person who is erased are absent, also what was
 * stored in the clear before it was marked as personal. A key that is merely not there is a fault.
 */
final class PersonalDataOpener extends SingleEventUpcaster {

    private final PersonKeys keys;
    private final Instant sealedSince;

    /** @param sealedSince what was recorded before may be in the clear */
    PersonalDataOpener(PersonKeys keys, Instant sealedSince) {
        this.keys = keys;
        this.sealedSince = sealedSince;
    }

    @Override
    protected boolean canUpcast(IntermediateEventRepresentation event) {
        return personal(event).isPresent();
    }

    @Override
    protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
        var person = event.getAggregateIdentifier().orElseThrow();
        var fields = new SealedFields(personal(event).orElseThrow(), person, event.getMessageIdentifier());
        var clearToo = event.getTimestamp().isBefore(sealedSince);
        return event.upcastPayload(
                event.getType(), JsonNode.class, json -> opened((ObjectNode) json, fields, person, clearToo));
    }

    private JsonNode opened(ObjectNode json, SealedFields fields, String person, boolean clearToo) {
        switch (keys.find(person)) {
            case Known known -> fields.open(json, known.key(), clearToo);
            case Erased erased -> fields.forget(json);
            case Missing missing -> {
                if (fields.needKey(json)) {
                    throw new IllegalStateException(
                            "the key of %s is lost: nobody erased them, but table data_key has none".formatted(person));
                }
            }
        }
        return json;
    }

    private static Optional<Class<? extends Record>> personal(IntermediateEventRepresentation event) {
        return EventCatalogue.byName(event.getType().getName())
                .map(EventCatalogue.Entry::type)
                .<Class<? extends Record>>map(PersonalDataOpener::asRecord)
                .filter(SealedFields::any);
    }

    private static Class<? extends Record> asRecord(Class<? extends DomainEvent> type) {
        return type.asSubclass(Record.class);
    }
}
