package io.rollbook.personal;

import io.rollbook.api.event.Change;
import io.rollbook.api.personal.PersonalData;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Which components of an event are marked as {@link PersonalData}. */
final class PersonalFields {
    private static final JsonNode NOTHING = JsonNodeFactory.instance.nullNode();
    private static final JsonNode FORGOTTEN =
            JsonNodeFactory.instance.objectNode().put(Change.FORGOTTEN, true);

    private static final ClassValue<Map<String, JsonNode>> OF = new ClassValue<>() {
        @Override
        protected Map<String, JsonNode> computeValue(Class<?> type) {
            var fields = new LinkedHashMap<String, JsonNode>();
            for (var component : type.getRecordComponents()) {
                if (component.isAnnotationPresent(PersonalData.class)) {
                    fields.put(component.getName(), component.getType() == Change.class ? FORGOTTEN : NOTHING);
                }
            }
            return fields;
        }
    };

    private PersonalFields() {}

    /** By their names, which are those of the fields in JSON, what stands for a value that is forgotten. */
    static Map<String, JsonNode> of(Class<? extends Record> event) {
        return OF.get(event);
    }
}
