package io.rollbook.standalone;

import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.AtOnce;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.Person;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two admins, the last, act against each other at the same moment: one of them stays. It has a standalone of its own,
 * for a broken rule would leave nobody who could mend it.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Tag("thorough")
class LastAdminRaceIT {

    private static final int ROUNDS = 5;

    @TempDir
    private static Path data;

    private RunningStandalone standalone;

    @BeforeAll
    void start() {
        standalone = RunningStandalone.start(data);
    }

    @AfterAll
    void stop() {
        standalone.close();
    }

    static Stream<Arguments> attacks() {
        return Stream.of(
                attack("disable", (by, on) -> by.client().put(on.path() + "/disable", Fields.of("disabled", true))),
                attack("unapprove", (by, on) -> by.client().delete(on.path() + "/approve")),
                attack("demote", (by, on) -> by.client().put(on.path(), Fields.of("roleId", 3))),
                attack("delete", (by, on) -> by.client().delete(on.path())));
    }

    private static Arguments attack(String name, BiFunction<Person, Person, Answer> attack) {
        return Arguments.of(name, attack);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void oneOfTheLastTwoStays(String name, BiFunction<Person, Person, Answer> attack) {
        var people = standalone.people();
        for (var round = 0; round < ROUNDS; round++) {
            var first = people.admin();
            var second = people.newAdmin();

            var answers = AtOnce.send(List.of(() -> attack.apply(first, second), () -> attack.apply(second, first)));

            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
            // The loser meets the rule, or has lost the right already.
            assertThat(answers)
                    .filteredOn(answer -> answer.status() != 200)
                    .allMatch(answer -> List.of(409, 401, 403).contains(answer.status()));
            var survivor = answers.getFirst().status() == 200 ? first : second;
            success(survivor.client().post("/api/roles", Samples.role()), 201, "role");
            people.adminIsNow(survivor);
        }
    }
}
