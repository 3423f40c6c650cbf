package io.rollbook.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import io.rollbook.query.consistency.Reads;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RestController;

/** Every event there is has a view that decides what becomes of it; the decision itself the compiler checks. */
class EventFateTest {
    @Test
    void everyEventIsFolded() throws ReflectiveOperationException {
        var projections = projections();

        assertThat(EventCatalogue.entries())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(projections)
                        .anyMatch(projection ->
                                projection.events().stream().anyMatch(some -> some.isAssignableFrom(entry.type()))));
    }

    @Test
    void aDocumentOfAnAggregateIsFoldedFromAllItsEvents() throws ReflectiveOperationException {
        assertThat(projections())
                .filteredOn(projection -> projection.key() instanceof DocumentKey.OfAggregate<?>)
                .isNotEmpty()
                .allSatisfy(projection -> assertThat(projection.events())
                        .singleElement()
                        .satisfies(root -> assertThat(root.isSealed()).isTrue()));
    }

    @Test
    void eachViewHasANameAndACollectionOfItsOwn() throws ReflectiveOperationException {
        assertThat(projections()).extracting(Projection::name).doesNotHaveDuplicates();
        assertThat(projections()).extracting(Projection::collection).doesNotHaveDuplicates();
    }

    @Test
    void everyRouteReadsViewsThatThereAre() throws ReflectiveOperationException {
        var names = projections().stream().map(Projection::name).toList();
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        var read = new HashSet<String>();
        for (var found : scanner.findCandidateComponents("io.rollbook.query")) {
            for (var method : load(found).getDeclaredMethods()) {
                if (method.isAnnotationPresent(Reads.class)) {
                    read.addAll(List.of(method.getAnnotation(Reads.class).value()));
                }
            }
        }
        assertThat(read).isNotEmpty().isSubsetOf(names);
    }

    private static List<Projection<?, ? extends DomainEvent>> projections() throws ReflectiveOperationException {
        var scanner = new ClassPathScanningCandidateComponentProvider(true);
        scanner.resetFilters(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(Projection.class));
        var projections = new ArrayList<Projection<?, ? extends DomainEvent>>();
        for (var found : scanner.findCandidateComponents("io.rollbook.query")) {
            var type = load(found);
            if (!Modifier.isAbstract(type.getModifiers()) && isOfMain(type)) {
                var constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                projections.add((Projection<?, ?>) constructor.newInstance());
            }
        }
        return projections;
    }

    private static boolean isOfMain(Class<?> type) {
        return !type.getPackageName().equals(EventFateTest.class.getPackageName());
    }

    private static Class<?> load(BeanDefinition found) throws ClassNotFoundException {
        return ClassUtils.forName(String.valueOf(found.getBeanClassName()), EventFateTest.class.getClassLoader());
    }
}
