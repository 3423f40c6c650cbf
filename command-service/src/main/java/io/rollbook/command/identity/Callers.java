package io.rollbook.command.identity;

import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.UserId;
import io.rollbook.command.store.AppendCondition;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.CallerDirectory;
import io.rollbook.web.access.Revocation;
import io.rollbook.web.access.VerifiedToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who is calling, from the claims of users: as of the last committed command, with no lag. */
@Component
public class Callers implements CallerDirectory {

    private final JdbcClient jdbc;

    Callers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The user who has the account {@code uid}; empty when there is none or the user is deleted. */
    public Optional<Caller> findByUid(String uid) {
        return look(uid, null, "").map(Known::caller);
    }

    /** How a caller stands now; empty when they are deleted, or the session they are in has ended by itself. */
    Optional<Caller> findAgain(Caller caller) {
        return look(caller.uid(), caller.session(), "")
                .filter(known -> !known.sessionEnded())
                .map(Known::caller);
    }

    /** That a caller still stands as they did when they were found, and may do as much. */
    static AppendCondition stands(Caller caller) {
        return new AppendCondition(
                """
                exists (select from user_claim c
                         where c.uid = ? and not c.deleted and not c.disabled
                           and case when c.revoked_at is null then -1 else c.revoked_version end = ?
                           and (c.approved or not ?) and (c.role_id = ? or not ?)
                           and not exists (select from ended_session e
                                            where e.user_id = c.user_id and e.session_id = ?::uuid))
                """,
                Arrays.asList(
                        caller.uid(),
                        caller.signedOut(),
                        caller.approved(),
                        BuiltInRole.ADMIN.id().value(),
                        caller.isAdmin(),
                        caller.session() == null
                                ? null
                                : caller.session().value().toString()));
    }

    @Override
    public Optional<Caller> find(VerifiedToken token) {
        return find(token, "");
    }

    /**
     * The same once every change of the user that is under way has ended. With {@link #await} it puts a token that says
     * only when it was given in one order with such changes: it is either from before the time of the change, and refused
     * from then on, or it is held against the change here.
     */
    public Optional<Caller> findSettled(VerifiedToken token) {
        return find(token, "for share of c");
    }

    /**
     * Waits until no other transaction changes the user or reads them with {@link #findSettled}. Others then wait for the end
     * of the running transaction.
     */
    public void await(UserId user) {
        jdbc.sql("select user_id from user_claim where user_id = :user for no key update")
                .param("user", user.value())
                .query(Integer.class)
                .optional();
    }

    private Optional<Caller> find(VerifiedToken token, String lock) {
        return look(token.uid(), token.session(), lock)
                .filter(known -> !known.sessionEnded() && !known.revocation().refuses(token))
                .map(Known::caller);
    }

    private Optional<Known> look(String uid, @Nullable SessionId session, String lock) {
        return jdbc.sql("""
                        select c.*, exists (select from ended_session e
                                             where e.user_id = c.user_id and e.session_id = :session) as session_ended
                          from user_claim c where c.uid = :uid and not c.deleted
                        """ + lock)
                .param("uid", uid)
                .param("session", session == null ? null : session.value(), Types.OTHER)
                .query((row, number) ->
                        new Known(caller(row, session), revocation(row), row.getBoolean("session_ended")))
                .optional();
    }

    private record Known(Caller caller, Revocation revocation, boolean sessionEnded) {}

    /** The account of a user, deleted or not. */
    public String uidOf(UserId user) {
        return jdbc.sql("select uid from user_claim where user_id = :user")
                .param("user", user.value())
                .query(String.class)
                .single();
    }

    private static Caller caller(ResultSet row, @Nullable SessionId session) throws SQLException {
        return new Caller(
                new UserId(row.getInt("user_id")),
                row.getString("uid"),
                row.getBoolean("approved"),
                row.getBoolean("disabled"),
                new RoleId(row.getInt("role_id")),
                session,
                revocation(row).version());
    }

    private static Revocation revocation(ResultSet row) throws SQLException {
        var at = row.getTimestamp("revoked_at");
        return at == null ? Revocation.NONE : new Revocation(row.getLong("revoked_version"), at.toInstant());
    }
}
