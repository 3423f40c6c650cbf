package io.rollbook.command.identity;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.command.store.AppendListener;
import io.rollbook.command.store.PersonKey;
import io.rollbook.command.store.PersonKeys;
import io.rollbook.personal.SealedFields;
import io.rollbook.web.access.Revocation;
import io.rollbook.web.access.VerifiedToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sessions that were begun here, to be shown to their owners. {@link Callers} decides who is let in, by what has
 * ended; this table has no part in it.
 */
@Component
@Order(4)
public class KnownSessions implements AppendListener {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SessionOrigin UNKNOWN = new SessionOrigin(null, null);
    private static final int SWEPT_AT_ONCE = 100;

    private final JdbcClient jdbc;
    private final PersonKeys keys;

    KnownSessions(JdbcClient jdbc, PersonKeys keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /**
     * Keeps that a session was begun, or that it was begun again by what is good for longer.
     *
     * @param token what it was begun with
     * @param expiresAt until when something of it is good
     */
    void keep(UserId user, VerifiedToken token, Instant expiresAt, SessionOrigin origin) {
        sweep();
        jdbc.sql("""
                        insert into session (session_id, user_id, seen_version, signed_in_at, expires_at, origin)
                        values (:session, :user, :seen, :signedIn, :expires, :origin::json)
                        on conflict (session_id) do update set expires_at = greatest(session.expires_at, excluded.expires_at)
                        """)
                .param("session", token.session().value())
                .param("user", user.value())
                .param("seen", token.seen() == null ? null : token.seen().version(), Types.BIGINT)
                .param("signedIn", Timestamp.from(token.issuedAt()))
                .param("expires", Timestamp.from(expiresAt))
                .param("origin", sealed(user, token.session(), origin), Types.VARCHAR)
                .update();
    }

    /** The sessions with which the user is let in, the latest first. As {@link Revocation#refuses} has it. */
    public List<KnownSession> of(UserId user) {
        return jdbc.sql("""
                        select s.session_id, s.signed_in_at, s.expires_at, s.origin
                          from session s join user_claim c on c.user_id = s.user_id
                         where s.user_id = :user and s.expires_at > now() and not c.deleted and not c.disabled
                           and not exists (select from ended_session e
                                            where e.user_id = s.user_id and e.session_id = s.session_id)
                           and (c.revoked_at is null
                                or s.seen_version >= c.revoked_version
                                or (s.seen_version is null and s.signed_in_at > date_trunc('second', c.revoked_at)))
                         order by s.signed_in_at desc, s.session_id
                        """)
                .param("user", user.value())
                .query((row, number) -> session(user, row))
                .list();
    }

    /** Until when the session may be good at the longest; empty when it was not begun here. */
    Optional<Instant> endOf(SessionId session) {
        return jdbc.sql("select expires_at from session where session_id = :session")
                .param("session", session.value())
                .query((row, number) -> row.getTimestamp("expires_at").toInstant())
                .optional();
    }

    /** Of somebody who is not on the roll nothing is kept. */
    @Override
    public void on(DomainEvent event, long sequence, Instant time) {
        switch (event) {
            case UserDeleted e -> forget(e.id());
            case UserErased e -> forget(e.id());
            default -> {
                // Nothing else takes them away.
            }
        }
    }

    private void forget(UserId user) {
        jdbc.sql("delete from session where user_id = :user")
                .param("user", user.value())
                .update();
    }

    // A few of those that are over, of anybody, each time one is begun: so there are never many.
    private void sweep() {
        jdbc.sql("""
                        delete from session where session_id in (
                            select session_id from session where expires_at < now()
                             limit :most for update skip locked)
                        """).param("most", SWEPT_AT_ONCE).update();
    }

    private KnownSession session(UserId user, ResultSet row) throws SQLException {
        var id = new SessionId(row.getObject("session_id", UUID.class));
        return new KnownSession(
                id,
                row.getTimestamp("signed_in_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                opened(user, id, row.getString("origin")));
    }

    private @Nullable String sealed(UserId user, SessionId session, SessionOrigin origin) {
        if (!(keys.find(user.toString()) instanceof PersonKey.Known known)) {
            return null;
        }
        ObjectNode json = JSON.valueToTree(origin);
        fields(user, session).seal(json, known.key());
        return json.toString();
    }

    private SessionOrigin opened(UserId user, SessionId session, @Nullable String origin) {
        if (origin == null || !(keys.find(user.toString()) instanceof PersonKey.Known known)) {
            return UNKNOWN;
        }
        var json = (ObjectNode) JSON.readTree(origin);
        fields(user, session).open(json, known.key(), false);
        return JSON.treeToValue(json, SessionOrigin.class);
    }

    private static SealedFields fields(UserId user, SessionId session) {
        return new SealedFields(SessionOrigin.class, user.toString(), session.toString());
    }
}
