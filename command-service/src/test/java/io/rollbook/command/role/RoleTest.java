package io.rollbook.command.role;

import static io.rollbook.command.RejectedWith.rejectedWith;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.DeleteRole;
import io.rollbook.api.role.RenameRole;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleDeleted;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.role.RoleReason;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.api.role.RoleView;
import io.rollbook.command.bus.CommandReason;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandedAggregate;
import io.rollbook.command.bus.IfMatch;
import java.util.Map;
import java.util.Set;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoleTest {

    private static final RoleId ID = new RoleId(4);
    private static final RoleName OTHER = new RoleName("operators");
    private static final RoleCreated CREATED = new RoleCreated(ID, "operator");

    private final AggregateTestFixture<Role> fixture = new AggregateTestFixture<>(Role.class);

    @Nested
    class CreatingARole {

        @Test
        void recordsItsName() {
            fixture.givenNoPriorActivity()
                    .when(new CreateRole(ID, RoleName.parse(" operator ")))
                    .expectEvents(CREATED)
                    .expectResultMessagePayload(recorded("operator", 0, true));
        }
    }

    @Nested
    class RenamingARole {

        @Test
        void recordsTheNewName() {
            fixture.given(CREATED)
                    .when(new RenameRole(ID, OTHER))
                    .expectEvents(new RoleRenamed(ID, "operators"))
                    .expectResultMessagePayload(recorded("operators", 1, true));
        }

        @Test
        void appendsNothingWhenTheNameStays() {
            fixture.given(CREATED)
                    .when(new RenameRole(ID, new RoleName("operator")))
                    .expectNoEvents()
                    .expectResultMessagePayload(recorded("operator", 0, false));
        }

        @ParameterizedTest
        @EnumSource
        void rejectsRenamingABuiltInRole(BuiltInRole role) {
            fixture.given(new RoleCreated(role.id(), role.roleName()))
                    .when(new RenameRole(role.id(), OTHER))
                    .expectNoEvents()
                    .expectException(rejectedWith(RoleReason.BUILT_IN));
        }

        @Test
        void appendsNothingWhenABuiltInRoleKeepsItsName() {
            fixture.given(new RoleCreated(BuiltInRole.ADMIN.id(), "admin"))
                    .when(new RenameRole(BuiltInRole.ADMIN.id(), new RoleName("admin")))
                    .expectNoEvents()
                    .expectSuccessfulHandlerExecution();
        }

        @Test
        void rejectsRenamingADeletedRole() {
            fixture.given(CREATED, new RoleDeleted(ID))
                    .when(new RenameRole(ID, OTHER))
                    .expectNoEvents()
                    .expectException(rejectedWith(RoleReason.NOT_FOUND));
        }

        @Test
        void rejectsWhenTheVersionIsNotTheExpectedOne() {
            fixture.given(CREATED, new RoleRenamed(ID, "other"))
                    .when(new RenameRole(ID, OTHER), Map.of(CommandedAggregate.EXPECTED, new IfMatch(Set.of("0"))))
                    .expectNoEvents()
                    .expectException(rejectedWith(CommandReason.VERSION_DIFFERS));
        }
    }

    @Nested
    class DeletingARole {

        @Test
        void answersTheRoleAsItWas() {
            fixture.given(CREATED)
                    .when(new DeleteRole(ID))
                    .expectEvents(new RoleDeleted(ID))
                    .expectResultMessagePayload(recorded("operator", 1, true));
        }

        @ParameterizedTest
        @EnumSource
        void rejectsDeletingABuiltInRole(BuiltInRole role) {
            fixture.given(new RoleCreated(role.id(), role.roleName()))
                    .when(new DeleteRole(role.id()))
                    .expectNoEvents()
                    .expectException(rejectedWith(RoleReason.BUILT_IN));
        }

        @Test
        void rejectsDeletingADeletedRole() {
            fixture.given(CREATED, new RoleDeleted(ID))
                    .when(new DeleteRole(ID))
                    .expectNoEvents()
                    .expectException(rejectedWith(RoleReason.NOT_FOUND));
        }
    }

    private static CommandResult<RoleView> recorded(String name, long version, boolean changed) {
        return new CommandResult<>(new RoleView(4, name), new ConsistencyToken("role-4", version), changed);
    }
}
