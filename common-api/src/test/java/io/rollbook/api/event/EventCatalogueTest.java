package io.rollbook.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.rollbook.api.role.RoleCreated;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCatalogueTest {

    @Test
    void hasEveryEventOfEveryFeatureOnce() {
        assertThat(EventCatalogue.entries().stream().map(EventCatalogue.Entry::type))
                .containsExactlyInAnyOrderElementsOf(new ClassFileImporter()
                                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                                .importPackages("io.rollbook.api")
                                .stream()
                                .filter(type -> type.isRecord() && type.isAssignableTo(DomainEvent.class))
                                .<Class<? extends DomainEvent>>map(
                                        type -> type.reflect().asSubclass(DomainEvent.class))
                                .toList());
        assertThat(EventCatalogue.entries().stream().map(EventCatalogue.Entry::name))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void nameAnEventByAStableWord(EventCatalogue.Entry entry) {
        assertThat(entry.name()).matches("[a-z]+\\.[a-z]+(-[a-z]+)*");
        assertThat(entry.revision()).isPositive();
        assertThat(entry.type()).isRecord().hasAnnotation(EventType.class);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void meansSomething(EventCatalogue.Entry entry) {
        assertThat(entry.meaning()).matches("[A-Z].*\\.");
    }

    @ParameterizedTest
    @MethodSource("entries")
    void isFoundByNameAndByClass(EventCatalogue.Entry entry) {
        assertThat(EventCatalogue.byName(entry.name())).contains(entry);
        assertThat(EventCatalogue.of(entry.type())).isEqualTo(entry);
    }

    @Test
    void knowsNoOtherName() {
        assertThat(EventCatalogue.byName("role.painted")).isEmpty();
        assertThat(EventCatalogue.byName(RoleCreated.class.getName())).isEmpty();
    }

    @Test
    void refusesAClassThatIsNoEvent() {
        assertThatIllegalArgumentException().isThrownBy(() -> EventCatalogue.of(String.class));
    }

    static Stream<EventCatalogue.Entry> entries() {
        return EventCatalogue.entries().stream();
    }
}
