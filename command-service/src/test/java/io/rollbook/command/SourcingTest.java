package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import io.rollbook.api.integration.UserIntegrationEvent;
import io.rollbook.api.role.RoleEvent;
import io.rollbook.api.user.UserEvent;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event of the catalogue is folded by its aggregate, which has one sourcing method over the sealed root. */
class SourcingTest {

    private static final Map<Class<? extends DomainEvent>, String> AGGREGATES = Map.of(
            UserEvent.class, "io.rollbook.command.user.User",
            RoleEvent.class, "io.rollbook.command.role.Role",
            UserIntegrationEvent.class, "io.rollbook.command.integration.UserIntegration");

    @ParameterizedTest
    @MethodSource("io.rollbook.command.EventExamples#all")
    void isFoldedByItsAggregate(DomainEvent event) throws ReflectiveOperationException {
        var root = rootOf(event.getClass());
        var sourcing = sourcing(root);

        assertThatCode(() -> sourcing.invoke(newAggregate(root), event)).doesNotThrowAnyException();
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

    private static Class<? extends DomainEvent> rootOf(Class<?> event) {
        var roots = AGGREGATES.keySet().stream()
                .filter(root -> root.isAssignableFrom(event))
                .toList();
        assertThat(roots).as("the sealed root of %s", event).hasSize(1);
        return roots.getFirst();
    }

    private static Object newAggregate(Class<?> root) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(AGGREGATES.get(root)).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static Method sourcing(Class<?> root) throws ClassNotFoundException {
        List<Method> handlers = Arrays.stream(
                        Class.forName(AGGREGATES.get(root)).getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(EventSourcingHandler.class))
                .toList();
        assertThat(handlers)
                .singleElement()
                .satisfies(method -> assertThat(method.getParameterTypes()).containsExactly(root));
        handlers.getFirst().setAccessible(true);
        return handlers.getFirst();
    }
}
