package io.rollbook.personal;

import io.rollbook.api.personal.PersonalData;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Which components of an event are marked as {@link PersonalData}. */
final class PersonalFields {
    private static final ClassValue<List<String>> OF = new ClassValue<>() {
        @Override
        protected List<String> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> component.isAnnotationPresent(PersonalData.class))
                    .map(RecordComponent::getName)
                    .toList();
        }
    };

    private PersonalFields() {}

    /** Their names, which are those of the fields in JSON, in the order of the record. */
    static List<String> of(Class<? extends Record> event) {
        return OF.get(event);
    }
}
