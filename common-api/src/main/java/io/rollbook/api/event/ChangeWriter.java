package io.rollbook.api.event;

import io.rollbook.api.event.Change.Cleared;
import io.rollbook.api.event.Change.Forgotten;
import io.rollbook.api.event.Change.Given;
import io.rollbook.api.event.Change.Unchanged;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Writes a {@link Change}. An event leaves out what is unchanged: it includes only what is not empty. */
final class ChangeWriter extends ValueSerializer<Change<?>> {

    @Override
    public boolean isEmpty(SerializationContext context, Change<?> change) {
        return change instanceof Unchanged;
    }

    @Override
    public void serialize(Change<?> change, JsonGenerator json, SerializationContext context) {
        switch (change) {
            case Unchanged<?>() -> throw new IllegalStateException("what is unchanged is not written");
            case Cleared<?>() -> json.writeNull();
            case Given<?>(var value) -> json.writePOJO(value);
            case Forgotten<?>() -> json.writePOJO(Map.of(Change.FORGOTTEN, true));
        }
    }
}
