package io.rollbook.command.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.RenameRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.role.RoleReason;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandTimesTest {

    private static final RenameRole COMMAND = new RenameRole(new RoleId(4), new RoleName("operators"));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CommandTimes times = new CommandTimes(meters);

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new Rejection(RoleReason.NOT_FOUND), "rejected", "not_found"),
                Arguments.of(new Rejection(CommandReason.CHANGED_MEANWHILE), "conflict", "conflict"),
                Arguments.of(new InvalidInput("name", "is required"), "rejected", "validation"),
                Arguments.of(new IllegalStateException(new SQLException("gone", "08006")), "unavailable", "none"),
                Arguments.of(new IllegalStateException("a fault"), "failed", "none"));
    }

    @ParameterizedTest
    @CsvSource({"true, ok", "false, unchanged"})
    void oneThatSucceedsIsCountedByWhetherItChangedAnything(boolean changed, String outcome) {
        times.time(COMMAND, () -> new CommandResult<>("done", new ConsistencyToken("role-4", 1), changed));

        assertCountedOnlyAs(outcome, "none");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void oneThatDoesNotIsCountedByWhyAndTheReasonGoesOn(RuntimeException failure, String outcome, String reason) {
        assertThatThrownBy(() -> times.time(COMMAND, () -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertCountedOnlyAs(outcome, reason);
    }

    private void assertCountedOnlyAs(String outcome, String reason) {
        assertThat(meters.find("rollbook.commands").timers()).singleElement().satisfies(timer -> {
            assertThat(timer.getId().getTag("type")).isEqualTo("RenameRole");
            assertThat(timer.getId().getTag("outcome")).isEqualTo(outcome);
            assertThat(timer.getId().getTag("reason")).isEqualTo(reason);
            assertThat(timer.count()).isEqualTo(1);
        });
    }
}
