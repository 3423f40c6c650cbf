package io.rollbook.command.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.api.command.Command;
import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.user.ApproveUser;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.DisableUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.EndSession;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.RevokeUserApproval;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.SignOutUser;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.user.Enrolment;
import io.rollbook.command.user.NewUser;
import io.rollbook.web.access.AccessReason;
import io.rollbook.web.access.Caller;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a sender has lost since they were let in refuses their command, and nothing of it is appended. */
class SenderCheckIT extends WithWriteSide {

    private static final SessionId SESSION = new SessionId(UUID.randomUUID());
    private static final AtomicInteger ROLES = new AtomicInteger(2_000_000);

    @Autowired
    private CommandSender commands;

    @Autowired
    private Enrolment enrolment;

    @Autowired
    private Callers callers;

    @Autowired
    private JdbcClient jdbc;

    private UserId admin;
    private Actor sender;

    @BeforeEach
    void anAdminIsLetIn() {
        admin = add(BuiltInRole.ADMIN.id());
        var found = callers.findByUid(callers.uidOf(admin)).orElseThrow();
        sender = Actor.of(new Caller(
                found.id(), found.uid(), found.approved(), found.disabled(), found.role(), SESSION, found.signedOut()));
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                loss("approval", RevokeUserApproval::new, AccessReason.NOT_APPROVED),
                loss("role", SenderCheckIT::becomingAUser, AccessReason.NOT_ALLOWED),
                loss("access", DisableUser::new, AccessReason.TOKEN_REFUSED),
                loss("sessions", SignOutUser::new, AccessReason.TOKEN_REFUSED),
                loss("session", user -> new EndSession(user, SESSION), AccessReason.TOKEN_REFUSED),
                loss("account", DeleteUser::new, AccessReason.TOKEN_REFUSED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void whoHasLostSomethingSinceIsRefused(String lost, Function<UserId, Command> loss, Reason reason) {
        var other = add(BuiltInRole.USER.id());
        commands.send(loss.apply(admin), Actor.SYSTEM);
        var before = events();

        assertThatThrownBy(() -> commands.send(role(), sender)).isInstanceOfSatisfying(Rejection.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
        });
        assertThatThrownBy(() -> commands.send(new ApproveUser(other), sender))
                .as("that would change nothing")
                .isInstanceOf(Rejection.class);

        assertThat(events()).isEqualTo(before);
    }

    @Test
    void whoStandsAsBeforeIsNot() {
        commands.send(new EndSession(admin, new SessionId(UUID.randomUUID())), Actor.SYSTEM);
        var before = events();

        commands.send(role(), sender);

        assertThat(events()).isEqualTo(before + 1);
    }

    @Test
    void whoEndsTheirOwnSessionsStillDoes() {
        commands.send(new SignOutUser(admin), sender);

        assertThatThrownBy(() -> commands.send(role(), sender)).isInstanceOf(Rejection.class);
    }

    private static Arguments loss(String lost, Function<UserId, Command> loss, Reason reason) {
        return Arguments.of(lost, loss, reason);
    }

    private static Command becomingAUser(UserId user) {
        return new ChangeUser(
                user, null, null, null, Edit.keep(), Edit.keep(), Edit.keep(), null, BuiltInRole.USER.id());
    }

    private static Command role() {
        return new CreateRole(new RoleId(ROLES.incrementAndGet()), new RoleName("role " + UUID.randomUUID()));
    }

    /** Other tests need to know how many admins there are. */
    @AfterEach
    void theAdminGoes() {
        try {
            commands.send(new DeleteUser(admin), Actor.SYSTEM);
        } catch (Rejection gone) {
            assertThat(gone.reason()).isEqualTo(UserReason.NOT_FOUND);
        }
    }

    private UserId add(RoleId role) {
        var email = new EmailAddress(UUID.randomUUID() + "@rollbook.test");
        var user = new NewUser(email, new PersonName("Ani"), null, null, null, true, role);
        return new UserId(enrolment
                .add(user, new NewPassword("correct horse battery"), Actor.SYSTEM)
                .view()
                .id());
    }

    private long events() {
        return jdbc.sql("select count(*) from domain_event").query(Long.class).single();
    }
}
