package io.rollbook.command.store;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import io.rollbook.command.personal.DataKeys;
import io.rollbook.personal.SealedFields;
import java.util.Optional;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Opens personal fields between the store and the aggregates. Those of a person whose key is destroyed are absent. A key is
 * made in the transaction of the first event it seals, so one that is not there was destroyed.
 */
final class PersonalDataOpener extends SingleEventUpcaster {

    private final DataKeys keys;

    PersonalDataOpener(DataKeys keys) {
        this.keys = keys;
    }

    @Override
    protected boolean canUpcast(IntermediateEventRepresentation event) {
        return personal(event).isPresent();
    }

    @Override
    protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
        var person = event.getAggregateIdentifier().orElseThrow();
        var fields = new SealedFields(personal(event).orElseThrow(), person, event.getMessageIdentifier());
        return event.upcastPayload(event.getType(), JsonNode.class, json -> opened((ObjectNode) json, fields, person));
    }

    private JsonNode opened(ObjectNode json, SealedFields fields, String person) {
        if (fields.needKey(json)) {
            keys.find(person).ifPresentOrElse(key -> fields.open(json, key), () -> fields.forget(json));
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
