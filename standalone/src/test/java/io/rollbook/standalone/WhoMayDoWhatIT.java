package io.rollbook.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.rollbook.standalone.RouteTable.Caller;
import io.rollbook.standalone.RouteTable.Row;
import io.rollbook.standalone.RouteTable.Verdict;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.web.access.Allow;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * "Who may do what" of the contract, asked of the running system for every route there is: a mapping without a row
 * here fails, and so does a row without a mapping.
 */
@OnSharedSystem
class WhoMayDoWhatIT {

    private final RouteTable table;

    WhoMayDoWhatIT(RunningStandalone standalone) {
        table = RouteTable.acting(standalone.people());
    }

    @TestFactory
    Stream<DynamicTest> everyRouteAsEveryCaller() {
        var callers = table.callers();
        return table.rows().stream()
                .flatMap(row -> Stream.iterate(0, i -> i < callers.size(), i -> i + 1)
                        .map(i ->
                                expectation(row, callers.get(i), row.verdicts().get(i))));
    }

    private static DynamicTest expectation(Row row, Caller caller, Verdict expected) {
        var name = "%s %s as %s is %s".formatted(row.mapping(), row.use(), caller.kind(), expected);
        return dynamicTest(name, () -> {
            var answer = row.call().apply(caller);
            assertThat(Verdict.of(answer)).as("%s", answer).isEqualTo(expected);
            if (expected == Verdict.ALLOWED) {
                assertThat(answer.status()).as("%s", answer).isLessThan(300);
            }
        });
    }

    @Test
    void everyMappedRouteHasARow() {
        assertThat(RouteTable.mappedRoutes())
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        table.rows().stream().map(Row::mapping).distinct().toList());
    }

    @Test
    void everyMappedMethodDeclaresWhoMayUseIt() {
        assertThat(RouteTable.mappedMethods())
                .isNotEmpty()
                .allSatisfy(method -> assertThat(AnnotatedElementUtils.hasAnnotation(method, Allow.class))
                        .as("%s has @Allow", method)
                        .isTrue());
    }
}
