package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.spring.stereotype.Aggregate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event of the catalogue is folded by its aggregate, which has one sourcing method over the sealed root. */
class SourcingTest {

    private static final List<Class<?>> AGGREGATES = new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.rollbook.command")
                    .stream()
                    .filter(type -> type.isAnnotatedWith(Aggregate.class))
                    .<Class<?>>map(JavaClass::reflect)
                    .toList();

    @ParameterizedTest
    @MethodSource("io.rollbook.command.EventExamples#all")
    void isFoldedByItsAggregate(DomainEvent event) {
        var aggregates = AGGREGATES.stream()
                .filter(type -> sourcing(type).getParameterTypes()[0].isInstance(event))
                .toList();
        assertThat(aggregates).as("what folds %s", event).hasSize(1);
        var aggregate = aggregates.getFirst();

        assertThatCode(() -> sourcing(aggregate).invoke(newInstance(aggregate), event))
                .doesNotThrowAnyException();
    }

    @Test
    void theExamplesAreEveryEventThereIs() {
        assertThat(new HashSet<>(EventExamples.all().stream()
                        .<Class<?>>map(DomainEvent::getClass)
                        .toList()))
                .containsExactlyInAnyOrderElementsOf(EventCatalogue.entries().stream()
                        .<Class<?>>map(EventCatalogue.Entry::type)
                        .toList());
    }

    private static Object newInstance(Class<?> aggregate) throws ReflectiveOperationException {
        var constructor = aggregate.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static Method sourcing(Class<?> aggregate) {
        var handlers = Arrays.stream(aggregate.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(EventSourcingHandler.class))
                .toList();
        assertThat(handlers)
                .as("the sourcing of %s", aggregate)
                .singleElement()
                .satisfies(method -> assertThat(method.getParameterTypes())
                        .singleElement()
                        .satisfies(root -> assertThat(root.isSealed()).isTrue()));
        handlers.getFirst().setAccessible(true);
        return handlers.getFirst();
    }
}
