package io.rollbook.command.store;

import io.rollbook.api.event.EventUpcasters;
import java.util.Map;
import java.util.Optional;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Puts the shared {@link EventUpcasters} between the store and the aggregates. */
final class StoredEventUpcaster extends SingleEventUpcaster {

    private static final TypeReference<Map<String, @Nullable Object>> JSON_OBJECT = new TypeReference<>() {};

    private final EventUpcasters upcasters;
    private final JsonMapper json = JsonMapper.builder().build();

    StoredEventUpcaster(EventUpcasters upcasters) {
        this.upcasters = upcasters;
    }

    @Override
    protected boolean canUpcast(IntermediateEventRepresentation event) {
        return upcasters.lifts(event.getType().getName(), revision(event));
    }

    @Override
    protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
        var type = event.getType().getName();
        var payload = event.getData(JsonNode.class).getData();
        var lifted = upcasters.lift(type, revision(event), json.convertValue(payload, JSON_OBJECT));
        return event.upcastPayload(
                new SimpleSerializedType(type, Integer.toString(lifted.revision())),
                JsonNode.class,
                ignored -> json.valueToTree(lifted.event()));
    }

    // Every row has a revision: the column admits no null.
    private static int revision(IntermediateEventRepresentation event) {
        return Integer.parseInt(
                Optional.ofNullable(event.getType().getRevision()).orElse("1"));
    }
}
