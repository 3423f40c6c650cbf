package io.rollbook.command.user;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.RoleAssignedToUser;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserApprovalRevoked;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserDisabled;
import io.rollbook.api.user.UserEmailChanged;
import io.rollbook.api.user.UserEnabled;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserEvent;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserPasswordChanged;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserReason;
import io.rollbook.api.user.UserRegistered;
import io.rollbook.api.user.UserSessionEnded;
import io.rollbook.api.user.UserSessionsRevoked;
import io.rollbook.api.user.UserSignedOut;
import io.rollbook.command.privacy.EmailIndex;
import io.rollbook.command.store.AppendListener;
import io.rollbook.command.store.Appended;
import io.rollbook.command.store.Constraint;
import io.rollbook.web.access.EndedSessions;
import io.rollbook.web.access.Revocation;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is known of users across aggregates: an email belongs to one of them, a role they hold exists, and one admin can
 * always sign in.
 */
@Component
@Order(1)
public class UserClaims implements AppendListener {

    static final FieldError NO_SUCH_ROLE = new FieldError("roleId", "must be the id of a role that exists");

    private final JdbcClient jdbc;
    private final EmailIndex emails;

    UserClaims(JdbcClient jdbc, EmailIndex emails) {
        this.jdbc = jdbc;
        this.emails = emails;
    }

    /** The next user's id. */
    public UserId nextId() {
        return nextIds(1).getFirst();
    }

    /** The next users' ids. */
    List<UserId> nextIds(int count) {
        return jdbc
                .sql("select nextval('user_id_seq') from generate_series(1, :count)")
                .param("count", count)
                .query(Integer.class)
                .list()
                .stream()
                .map(UserId::new)
                .toList();
    }

    /** Those of these emails that a user has now; only the claims themselves decide. */
    Set<EmailAddress> taken(Collection<EmailAddress> wanted) {
        var byKey = wanted.stream().collect(Collectors.toMap(emails::of, Function.identity(), (one, same) -> one));
        return jdbc
                .sql("select email_key from user_claim where email_key = any(:keys)")
                .param("keys", byKey.keySet().toArray(String[]::new))
                .query(String.class)
                .list()
                .stream()
                .map(byKey::get)
                .collect(Collectors.toSet());
    }

    /** Those of these roles that exist now; only the claims themselves decide. */
    Set<RoleId> existing(Collection<RoleId> roles) {
        return jdbc
                .sql("select role_id from role_claim where role_id = any(:roles)")
                .param("roles", array(List.copyOf(roles), RoleId::value))
                .query(Integer.class)
                .list()
                .stream()
                .map(RoleId::new)
                .collect(Collectors.toSet());
    }

    /** Whether a user has this email now; only the claim itself decides. */
    public boolean isTaken(EmailAddress email) {
        return !taken(List.of(email)).isEmpty();
    }

    /** Whether there is an enabled and approved admin. */
    public boolean hasAdmin() {
        return hasAdminBeside(0);
    }

    /** Whether the user is the only enabled and approved admin. */
    public boolean isLastAdmin(UserId user) {
        return isActiveAdmin(user) && !hasAdminBeside(user.value());
    }

    /** Several who join at once take two statements, however many they are. */
    @Override
    public void onAll(List<Appended> events) {
        var joining = events.stream().flatMap(UserClaims::joining).toList();
        if (joining.size() < 2) {
            AppendListener.super.onAll(events);
            return;
        }
        insert(joining);
        var joined = joining.stream().map(Joining::user).collect(Collectors.toSet());
        var approved = new ArrayList<UserId>();
        for (var appended : events) {
            if (appended.event() instanceof UserApproved e && joined.contains(e.id())) {
                approved.add(e.id());
            } else if (joining(appended).findAny().isEmpty()) {
                on(appended.event(), appended.sequence(), appended.time());
            }
        }
        approve(approved);
    }

    private record Joining(
            UserId user, String uid, @Nullable String email, RoleId role) {}

    private static Stream<Joining> joining(Appended appended) {
        return switch (appended.event()) {
            case UserRegistered e -> Stream.of(new Joining(e.id(), e.uid(), e.email(), e.role()));
            case UserAdded e -> Stream.of(new Joining(e.id(), e.uid(), e.email(), e.role()));
            default -> Stream.empty();
        };
    }

    @Override
    public void on(DomainEvent event, long sequence, Instant time) {
        if (event instanceof UserEvent user) {
            fold(user, new Revocation(sequence, time));
        }
    }

    private void fold(UserEvent event, Revocation revocation) {
        switch (event) {
            case UserRegistered e -> insert(List.of(new Joining(e.id(), e.uid(), e.email(), e.role())));
            case UserAdded e -> insert(List.of(new Joining(e.id(), e.uid(), e.email(), e.role())));
            case UserProfileChanged e -> {}
            case UserEmailChanged e -> changeEmail(e);
            case UserPasswordChanged e -> endAll(e.id(), revocation);
            case UserSignedOut e -> endAll(e.id(), revocation);
            case UserSessionsRevoked e -> revoke(e.id(), new Revocation(revocation.version(), e.before()));
            case UserSessionEnded e -> end(e, revocation);
            case UserApproved e -> approve(List.of(e.id()));
            case UserApprovalRevoked e -> takeFromAdmin(e.id(), "approved = false");
            case RoleAssignedToUser e -> assign(e);
            case UserDisabled e -> {
                takeFromAdmin(e.id(), "disabled = true");
                endAll(e.id(), revocation);
            }
            case UserEnabled e -> set(e.id(), "disabled = false");
            case UserDeleted e -> takeFromAdmin(e.id(), "deleted = true, email_key = null, role_id = null");
            // A deleted user claims nothing.
            case UserErased e -> {}
        }
    }

    private void endAll(UserId user, Revocation revocation) {
        revoke(user, revocation);
        jdbc.sql("delete from ended_session where user_id = :user")
                .param("user", user.value())
                .update();
    }

    private void revoke(UserId user, Revocation revocation) {
        // What the identity provider revoked may be found out later than what ended since.
        jdbc.sql("""
                        update user_claim set revoked_version = :version, revoked_at = greatest(revoked_at, :at)
                         where user_id = :user
                        """)
                .param("version", revocation.version())
                .param("at", Timestamp.from(revocation.at()))
                .param("user", user.value())
                .update();
    }

    // Those of which nothing is good any longer go with the next.
    private void end(UserSessionEnded event, Revocation revocation) {
        jdbc.sql("delete from ended_session where user_id = :user and ended_at < :over")
                .param("user", event.id().value())
                .param("over", Timestamp.from(revocation.at().minus(EndedSessions.REMEMBERED)))
                .update();
        jdbc.sql("""
                        insert into ended_session (user_id, session_id, ended_at) values (:user, :session, :at)
                        on conflict do nothing
                        """)
                .param("user", event.id().value())
                .param("session", event.session().value())
                .param("at", Timestamp.from(revocation.at()))
                .update();
        var ended = jdbc.sql("select count(*) from ended_session where user_id = :user")
                .param("user", event.id().value())
                .query(Integer.class)
                .single();
        if (ended > EndedSessions.MOST) {
            throw new Rejection(UserReason.TOO_MANY_SESSIONS_ENDED);
        }
    }

    private void insert(List<Joining> joining) {
        claiming(() -> jdbc.sql("""
                        insert into user_claim (user_id, uid, email_key, role_id, approved, disabled, deleted)
                        select *, false, false, false from unnest(:users, :uids, :emails, :roles)
                        """)
                .param("users", array(joining, one -> one.user().value()))
                .param("uids", joining.stream().map(Joining::uid).toArray(String[]::new))
                .param("emails", joining.stream().map(one -> key(one.email())).toArray(String[]::new))
                .param("roles", array(joining, one -> one.role().value()))
                .update());
    }

    private void approve(List<UserId> users) {
        if (!users.isEmpty()) {
            jdbc.sql("update user_claim set approved = true where user_id = any(:users)")
                    .param("users", array(users, UserId::value))
                    .update();
        }
    }

    private static <T> Integer[] array(List<T> values, Function<T, Integer> number) {
        return values.stream().map(number).toArray(Integer[]::new);
    }

    // Of somebody forgotten nothing is claimed.
    private @Nullable String key(@Nullable String email) {
        return email == null ? null : emails.of(email);
    }

    private void changeEmail(UserEmailChanged event) {
        claiming(() -> jdbc.sql("update user_claim set email_key = :email where user_id = :user")
                .param("email", key(event.email()))
                .param("user", event.id().value())
                .update());
    }

    private void assign(RoleAssignedToUser event) {
        var losesAdmin = !event.role().equals(BuiltInRole.ADMIN.id()) && isActiveAdmin(event.id());
        claiming(() -> jdbc.sql("update user_claim set role_id = :role where user_id = :user")
                .param("role", event.role().value())
                .param("user", event.id().value())
                .update());
        if (losesAdmin) {
            requireAnotherAdmin(event.id());
        }
    }

    private void takeFromAdmin(UserId user, String change) {
        var losesAdmin = isActiveAdmin(user);
        set(user, change);
        if (losesAdmin) {
            requireAnotherAdmin(user);
        }
    }

    private void set(UserId user, String change) {
        jdbc.sql("update user_claim set " + change + " where user_id = :user")
                .param("user", user.value())
                .update();
    }

    // Two admins who take each other's right at the same moment must not both succeed: the lock on the admin role's row
    // makes the second look only after the first has committed.
    private void requireAnotherAdmin(UserId user) {
        jdbc.sql("select role_id from role_claim where role_id = :admin for no key update")
                .param("admin", BuiltInRole.ADMIN.id().value())
                .query(Integer.class)
                .single();
        if (!hasAdminBeside(user.value())) {
            throw new Rejection(UserReason.LAST_ADMIN);
        }
    }

    private boolean isActiveAdmin(UserId user) {
        return jdbc.sql("""
                        select exists (select from user_claim
                                        where user_id = :user and role_id = :admin and approved and not disabled)
                        """)
                .param("user", user.value())
                .param("admin", BuiltInRole.ADMIN.id().value())
                .query(Boolean.class)
                .single();
    }

    private boolean hasAdminBeside(int user) {
        return jdbc.sql("""
                        select exists (select from user_claim
                                        where user_id <> :user and role_id = :admin and approved and not disabled)
                        """)
                .param("user", user)
                .param("admin", BuiltInRole.ADMIN.id().value())
                .query(Boolean.class)
                .single();
    }

    private static void claiming(Runnable claim) {
        try {
            claim.run();
        } catch (DataIntegrityViolationException e) {
            switch (Constraint.violatedBy(e)) {
                case "user_claim_email" -> throw new Rejection(UserReason.EMAIL_TAKEN);
                case "user_claim_role" -> throw new InvalidInput(List.of(NO_SUCH_ROLE));
                default -> throw e;
            }
        }
    }
}
