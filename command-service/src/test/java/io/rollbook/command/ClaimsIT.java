package io.rollbook.command;

import static io.rollbook.command.RejectedWith.rejectedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.integration.AddIntegration;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.integration.UserIntegrationReason;
import io.rollbook.api.integration.UserIntegrationView;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.DeleteRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.role.RoleReason;
import io.rollbook.api.user.ApproveUser;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.DisableUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.EnableUser;
import io.rollbook.api.user.EndSession;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.RevokeUserApproval;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.SignOutUser;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserReason;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.identity.Callers;
import io.rollbook.command.integration.IntegrationClaims;
import io.rollbook.command.privacy.EmailIndex;
import io.rollbook.command.role.RoleClaims;
import io.rollbook.command.user.Enrolment;
import io.rollbook.command.user.NewUser;
import io.rollbook.command.user.UserClaims;
import io.rollbook.web.access.EndedSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rules that span aggregates hold when everybody comes at once. */
class ClaimsIT extends WithWriteSide {

    private static final NewPassword PASSWORD = new NewPassword("a long enough secret");
    private static final int ROUNDS = 8;

    @Autowired
    private Enrolment enrolment;

    @Autowired
    private CommandSender commands;

    @Autowired
    private RoleClaims roles;

    @Autowired
    private IntegrationClaims integrations;

    @Autowired
    private UserClaims users;

    @Autowired
    private Callers callers;

    @Autowired
    private EventStore store;

    @Autowired
    private EmailIndex emails;

    @Autowired
    private JdbcClient jdbc;

    @Nested
    class AnEmail {

        @Test
        void belongsToOneOfFiftyWhoRegisterWithItAtOnce() {
            var outcomes = AtOnce.run(IntStream.range(0, 50)
                    .mapToObj(i -> registering(i % 2 == 0 ? "wanted@example.org" : "WANTED@example.org"))
                    .toList());

            assertThat(outcomes.stream().filter(AtOnce.Outcome::succeeded)).hasSize(1);
            outcomes.stream()
                    .filter(outcome -> !outcome.succeeded())
                    .forEach(outcome -> assertRejected(outcome.failure(), UserReason.EMAIL_TAKEN));
            assertThat(havingEmail("local_account", "wanted@example.org")).isEqualTo(1);
            assertThat(havingEmail("user_claim", "wanted@example.org")).isEqualTo(1);
        }

        @Test
        void isFreeAgainOnceItsUserIsDeleted() {
            var user = add("leaving@example.org", BuiltInRole.USER.id(), true);

            commands.send(new DeleteUser(user), Actor.SYSTEM);

            assertThat(add("leaving@example.org", BuiltInRole.USER.id(), true)).isNotEqualTo(user);
        }

        @Test
        void isNotTakenByAUserWhoWasRefused() {
            assertThatExceptionOfType(InvalidInput.class)
                    .isThrownBy(() -> add("refused@example.org", new RoleId(99_999), true))
                    .withMessage("roleId must be the id of a role that exists");

            assertThat(havingEmail("local_account", "refused@example.org")).isZero();
            add("refused@example.org", BuiltInRole.USER.id(), true);
        }

        private Callable<Object> registering(String email) {
            return () -> enrolment.register(new PersonName("Budi"), new EmailAddress(email), PASSWORD);
        }
    }

    @Nested
    class AUser {

        @Test
        void losesNoneOfFiftyChangesMadeAtOnce() {
            var user = add("popular@example.org", BuiltInRole.USER.id(), false);

            var outcomes = AtOnce.run(IntStream.range(0, 50)
                    .mapToObj(i -> (Callable<Object>) () -> commands.send(renaming(user, "Name " + i), Actor.SYSTEM))
                    .toList());

            assertThat(outcomes).allMatch(AtOnce.Outcome::succeeded);
            assertThat(jdbc.sql("select sequence_number from domain_event where aggregate_id = ? order by 1")
                            .param(user.toString())
                            .query(Long.class)
                            .list())
                    .isEqualTo(LongStream.rangeClosed(0, 50).boxed().toList());
            assertThat(store.readEvents(user.toString())
                            .asStream()
                            .map(DomainEventMessage::getPayload)
                            .filter(UserProfileChanged.class::isInstance)
                            .map(event ->
                                    ((UserProfileChanged) event).name().given().orElseThrow())
                            .distinct())
                    .hasSize(50);
        }
    }

    @Nested
    class EndedSessionsOfAUser {

        @Test
        void areFewUntilAllEndTogether() {
            var user = add("many.sessions@example.org", BuiltInRole.USER.id(), true);
            for (var i = 0; i < EndedSessions.MOST; i++) {
                commands.send(new EndSession(user, SessionId.random()), Actor.SYSTEM);
            }

            assertThatExceptionOfType(Rejection.class)
                    .isThrownBy(() -> commands.send(new EndSession(user, SessionId.random()), Actor.SYSTEM))
                    .satisfies(refusal -> assertRejected(refusal, UserReason.TOO_MANY_SESSIONS_ENDED));

            commands.send(new SignOutUser(user), Actor.SYSTEM);
            commands.send(new EndSession(user, SessionId.random()), Actor.SYSTEM);
            assertThat(count("select count(*) from ended_session where user_id = " + user.value()))
                    .isOne();
        }
    }

    @Nested
    class TheLastAdmin {

        @Test
        void remainsWhenTwoAdminsTakeEachOthersRightAtOnce() {
            var first = callers.findByUid(uidOf(WriteSide.ADMIN_EMAIL))
                    .orElseThrow()
                    .id();
            var one = add("admin.one@example.org", BuiltInRole.ADMIN.id(), true);
            var other = add("admin.other@example.org", BuiltInRole.ADMIN.id(), true);
            commands.send(new DisableUser(first), Actor.SYSTEM);
            try {
                for (var round = 0; round < ROUNDS; round++) {
                    var outcomes = AtOnce.run(List.of(
                            () -> commands.send(new RevokeUserApproval(one), adminNamed(other)),
                            () -> commands.send(new RevokeUserApproval(other), adminNamed(one))));

                    assertExactlyOneIsRejected(outcomes, UserReason.LAST_ADMIN);
                    assertThat(users.hasAdmin()).isTrue();
                    commands.send(new ApproveUser(one), Actor.SYSTEM);
                    commands.send(new ApproveUser(other), Actor.SYSTEM);
                }
            } finally {
                commands.send(new EnableUser(first), Actor.SYSTEM);
                commands.send(new DeleteUser(one), Actor.SYSTEM);
                commands.send(new DeleteUser(other), Actor.SYSTEM);
            }
        }

        @Test
        void canBeNeitherDisabledNorDeletedNorUnapprovedNorDemoted() {
            var admin = callers.findByUid(uidOf(WriteSide.ADMIN_EMAIL))
                    .orElseThrow()
                    .id();
            var events = count("select count(*) from domain_event");

            for (var command : List.of(
                    new DisableUser(admin),
                    new DeleteUser(admin),
                    new RevokeUserApproval(admin),
                    assigning(admin, BuiltInRole.USER.id()))) {
                assertThatExceptionOfType(Rejection.class)
                        .isThrownBy(() -> commands.send(command, Actor.SYSTEM))
                        .satisfies(refusal -> assertRejected(refusal, UserReason.LAST_ADMIN));
            }

            assertThat(count("select count(*) from domain_event")).isEqualTo(events);
        }
    }

    @Nested
    class ARole {

        @Test
        void isEitherDeletedOrAssignedWhenBothAreTriedAtOnce() {
            var user = add("assigned@example.org", BuiltInRole.USER.id(), true);
            for (var round = 0; round < ROUNDS; round++) {
                var role = roles.nextId();
                commands.send(new CreateRole(role, new RoleName("operator " + round)), Actor.SYSTEM);

                var outcomes = AtOnce.run(List.of(
                        () -> commands.send(new DeleteRole(role), Actor.SYSTEM),
                        () -> commands.send(assigning(user, role), Actor.SYSTEM)));

                var deletion = outcomes.getFirst();
                var assignment = outcomes.getLast();
                assertThat(deletion.succeeded()).isNotEqualTo(assignment.succeeded());
                if (deletion.succeeded()) {
                    assertThat(assignment.failure()).isInstanceOf(InvalidInput.class);
                } else {
                    assertRejected(deletion.failure(), RoleReason.IN_USE);
                }
                assertThat(roles.exists(role)).isEqualTo(assignment.succeeded());
            }
        }
    }

    @Nested
    class AnIntegration {

        @Test
        void isNeverLeftOverWhenItIsAddedWhileItsUserIsDeleted() {
            for (var round = 0; round < ROUNDS; round++) {
                var user = add("connected" + round + "@example.org", BuiltInRole.USER.id(), true);
                List<Callable<Object>> actions = new ArrayList<>();
                actions.add(() -> commands.send(new DeleteUser(user), Actor.SYSTEM));
                for (var i = 0; i < 3; i++) {
                    actions.add(adding(user, "integration-" + i));
                }
                Collections.rotate(actions, round);

                var outcomes = AtOnce.run(actions);

                outcomes.stream()
                        .filter(outcome -> !outcome.succeeded())
                        .forEach(outcome -> assertRejected(outcome.failure(), UserIntegrationReason.UNKNOWN_USER));
                await().atMost(Duration.ofSeconds(15))
                        .untilAsserted(() -> assertThat(integrations.of(user)).isEmpty());
                assertThat(eventsOfIntegrationsOf(user, "integration.removed"))
                        .isEqualTo(eventsOfIntegrationsOf(user, "integration.added"));
            }
        }

        @Test
        void isTheUsersOnceHoweverManyAddIt() {
            var user = add("once@example.org", BuiltInRole.USER.id(), true);

            var outcomes = AtOnce.run(IntStream.range(0, 10)
                    .mapToObj(i -> adding(user, "integration-1"))
                    .toList());

            assertThat(outcomes.stream().filter(AtOnce.Outcome::succeeded)).hasSize(1);
            outcomes.stream()
                    .filter(outcome -> !outcome.succeeded())
                    .forEach(outcome -> assertRejected(outcome.failure(), UserIntegrationReason.ALREADY_ADDED));
        }

        private Callable<Object> adding(UserId user, String integration) {
            var id = integrations.nextId();
            return () -> commands.<UserIntegrationView>send(
                    new AddIntegration(id, user, new IntegrationId(integration), true), Actor.SYSTEM);
        }

        private long eventsOfIntegrationsOf(UserId user, String type) {
            return jdbc.sql("""
                            select count(*) from domain_event
                             where payload_type = :type and aggregate_id in
                                   (select aggregate_id from domain_event
                                     where payload_type = 'integration.added' and payload ->> 'userId' = :user)
                            """)
                    .param("type", type)
                    .param("user", Integer.toString(user.value()))
                    .query(Long.class)
                    .single();
        }
    }

    private UserId add(String email, RoleId role, boolean approved) {
        var user = new NewUser(new EmailAddress(email), new PersonName("Budi"), null, null, null, approved, role);
        return new UserId(enrolment.add(user, PASSWORD, Actor.SYSTEM).view().id());
    }

    private static ChangeUser renaming(UserId user, String name) {
        return new ChangeUser(
                user, null, null, new PersonName(name), Edit.keep(), Edit.keep(), Edit.keep(), null, null);
    }

    private static ChangeUser assigning(UserId user, RoleId role) {
        return new ChangeUser(user, null, null, null, Edit.keep(), Edit.keep(), Edit.keep(), null, role);
    }

    private static Actor adminNamed(UserId user) {
        return new Actor(user.toString(), true);
    }

    private String uidOf(String email) {
        return jdbc.sql("select uid from user_claim where email_key = ?")
                .param(emails.of(email))
                .query(String.class)
                .single();
    }

    private long havingEmail(String table, String email) {
        return jdbc.sql("select count(*) from %s where email_key = ?".formatted(table))
                .param(emails.of(email))
                .query(Long.class)
                .single();
    }

    private long count(String query) {
        return jdbc.sql(query).query(Long.class).single();
    }

    private static void assertExactlyOneIsRejected(List<AtOnce.Outcome> outcomes, Reason reason) {
        var refused = outcomes.stream().filter(outcome -> !outcome.succeeded()).toList();
        assertThat(refused).hasSize(1);
        assertRejected(refused.getFirst().failure(), reason);
    }

    private static void assertRejected(@Nullable Throwable refusal, Reason reason) {
        assertThat(refusal, rejectedWith(reason));
    }
}
