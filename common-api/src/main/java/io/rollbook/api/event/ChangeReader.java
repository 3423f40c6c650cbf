package io.rollbook.api.event;

import io.rollbook.api.event.Change.Cleared;
import io.rollbook.api.event.Change.Forgotten;
import io.rollbook.api.event.Change.Given;
import io.rollbook.api.event.Change.Unchanged;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;

/** Reads a {@link Change} of one type of value. */
final class ChangeReader extends ValueDeserializer<Change<?>> {

    private final @Nullable JavaType value;

    @SuppressWarnings("unused") // the one that the annotation makes, before the type is known
    ChangeReader() {
        this(null);
    }

    private ChangeReader(@Nullable JavaType value) {
        this.value = value;
    }

    @Override
    public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
        var type = property == null ? context.getContextualType() : property.getType();
        return new ChangeReader(type.containedTypeOrUnknown(0));
    }

    @Override
    public Change<?> deserialize(JsonParser json, DeserializationContext context) {
        if (json.hasToken(JsonToken.START_OBJECT)) {
            var object = context.readTree(json);
            return object.size() == 1 && object.path(Change.FORGOTTEN).asBoolean(false)
                    ? new Forgotten<>()
                    : context.reportInputMismatch(Change.class, "neither a value nor {\"forgotten\": true}");
        }
        return new Given<>(context.<Object>readValue(json, value));
    }

    @Override
    public Change<?> getNullValue(DeserializationContext context) {
        return new Cleared<>();
    }

    @Override
    public Change<?> getAbsentValue(DeserializationContext context) {
        return new Unchanged<>();
    }
}
