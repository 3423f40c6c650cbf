package io.rollbook.api.personal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.event.Change;
import io.rollbook.api.event.EventCatalogue;
import io.rollbook.api.user.UserEvent;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PersonalDataTest {
    private static final Set<String> TELLING = Set.of("email", "name", "nip", "gender", "jabatan");

    @Test
    void whateverTellsOfAUserIsMarked() {
        assertThat(components().filter(component -> UserEvent.class.isAssignableFrom(component.getDeclaringRecord())))
                .isNotEmpty()
                .allSatisfy(component -> assertThat(component.isAnnotationPresent(PersonalData.class))
                        .as("%s", component)
                        .isEqualTo(TELLING.contains(component.getName())));
    }

    @Test
    void whatIsMarkedMayBeAbsentOnceItIsForgotten() {
        assertThat(components().filter(component -> component.isAnnotationPresent(PersonalData.class)))
                .isNotEmpty()
                .allSatisfy(component -> assertThat(component.getType() == Change.class
                                || component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                        .as("%s", component)
                        .isTrue());
    }

    private static Stream<RecordComponent> components() {
        return EventCatalogue.entries().stream()
                .flatMap(entry -> Arrays.stream(entry.type().getRecordComponents()));
    }
}
