package io.rollbook.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/** Every event there is has a projection that decides what becomes of it; the decision itself the compiler checks. */
class EventFateTest {
    @Test
    void everyEventIsFoldedByOneProjection() throws ReflectiveOperationException {
        var projections = projections();

        assertThat(EventCatalogue.entries())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(projections)
                        .filteredOn(projection -> projection.events().isAssignableFrom(entry.type()))
                        .hasSize(1));
    }

    @Test
    void everyProjectionFoldsASealedRoot() throws ReflectiveOperationException {
        assertThat(projections())
                .isNotEmpty()
                .allSatisfy(
                        projection -> assertThat(projection.events().isSealed()).isTrue());
    }

    @Test
    void eachProjectionHasACollectionAndAPrefixOfItsOwn() throws ReflectiveOperationException {
        assertThat(projections()).extracting(Projection::collection).doesNotHaveDuplicates();
        assertThat(projections()).extracting(Projection::aggregatePrefix).doesNotHaveDuplicates();
    }

    private static List<Projection<?, ? extends DomainEvent>> projections() throws ReflectiveOperationException {
        var scanner = new ClassPathScanningCandidateComponentProvider(true);
        scanner.resetFilters(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(Projection.class));
        var projections = new ArrayList<Projection<?, ? extends DomainEvent>>();
        for (var found : scanner.findCandidateComponents("io.rollbook.query")) {
            var type =
                    ClassUtils.forName(String.valueOf(found.getBeanClassName()), EventFateTest.class.getClassLoader());
            if (!Modifier.isAbstract(type.getModifiers()) && type != Letters.class && type != Names.class) {
                var constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                projections.add((Projection<?, ?>) constructor.newInstance());
            }
        }
        return projections;
    }
}
