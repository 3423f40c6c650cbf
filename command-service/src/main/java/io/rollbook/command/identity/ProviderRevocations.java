package io.rollbook.command.identity;

import io.rollbook.api.user.RevokeSessions;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends sessions that a remote provider has taken back by itself: somebody has reset their password there, say. A provider
 * tells of an account since when its tokens are good. Our own changes move that too, and end sessions by themselves, so what
 * they have moved is kept here.
 */
@Component
public class ProviderRevocations {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderRevocations.class);

    private final JdbcClient jdbc;
    private final ObjectProvider<CommandSender> commands;

    ProviderRevocations(JdbcClient jdbc, ObjectProvider<CommandSender> commands) {
        this.jdbc = jdbc;
        this.commands = commands;
    }

    /**
     * A user whose sessions the provider has taken back.
     *
     * @param at when, in whole seconds
     */
    record Revoked(UserId user, String uid, Instant at) {}

    /** A change of our own has moved the time since when the tokens of the account are good. */
    public void expect(String uid, Instant goodSince) {
        jdbc.sql("""
                        insert into account_revocation (uid, revoked_at) values (:uid, :at)
                        on conflict (uid) do update
                           set revoked_at = greatest(account_revocation.revoked_at, excluded.revoked_at)
                        """).param("uid", uid).param("at", Timestamp.from(goodSince)).update();
    }

    /** Ends what the provider has taken back of this account. */
    public void follow(String uid, Instant goodSince) {
        among(Map.of(uid, goodSince)).forEach(this::end);
    }

    /**
     * Of which accounts the provider has taken something back that was not our doing. An account that is seen for the first
     * time is none of them.
     *
     * @param goodSince by account, since when its tokens are good
     */
    List<Revoked> among(Map<String, Instant> goodSince) {
        if (goodSince.isEmpty()) {
            return List.of();
        }
        var uids = goodSince.keySet().toArray(String[]::new);
        var times = goodSince.values().stream().map(Instant::toString).toArray(String[]::new);
        jdbc.sql("""
                        insert into account_revocation (uid, revoked_at)
                        select * from unnest(:uids, :times::timestamptz[]) on conflict (uid) do nothing
                        """).param("uids", uids).param("times", times).update();
        return jdbc.sql("""
                        select c.user_id, c.uid, t.at
                          from unnest(:uids, :times::timestamptz[]) as t (uid, at)
                          join account_revocation r on r.uid = t.uid and r.revoked_at < t.at
                          join user_claim c on c.uid = t.uid and not c.deleted
                                           and (c.revoked_at is null or c.revoked_at < t.at)
                        """)
                .param("uids", uids)
                .param("times", times)
                .query((row, number) -> new Revoked(
                        new UserId(row.getInt("user_id")),
                        row.getString("uid"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    /** Ends these sessions and remembers that they are. */
    void end(Revoked revoked) {
        commands.getObject().send(new RevokeSessions(revoked.user(), revoked.at()), Actor.SYSTEM);
        expect(revoked.uid(), revoked.at());
        LOG.info("the identity provider has revoked the sessions of {}", revoked.user());
    }

    /** Nothing is known of the account any more. */
    public void forget(String uid) {
        jdbc.sql("delete from account_revocation where uid = :uid")
                .param("uid", uid)
                .update();
    }
}
