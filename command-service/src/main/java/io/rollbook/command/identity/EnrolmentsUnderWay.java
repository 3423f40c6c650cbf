package io.rollbook.command.identity;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The accounts whose users are just being added. For a remote provider it is kept in the database before the account is
 * made: what a crash leaves behind there is known to be ours, and an account that somebody else made is never taken for
 * it. Local accounts are all ours.
 */
@Component
class EnrolmentsUnderWay {

    private static final Logger LOG = LoggerFactory.getLogger(EnrolmentsUnderWay.class);

    private final JdbcClient jdbc;
    private final boolean remote;
    private final Set<String> here = ConcurrentHashMap.newKeySet();

    @Autowired
    EnrolmentsUnderWay(JdbcClient jdbc, ObjectProvider<RemoteAccounts> remoteAccounts) {
        this(jdbc, remoteAccounts.getIfAvailable() != null);
    }

    EnrolmentsUnderWay(JdbcClient jdbc, boolean remote) {
        this.jdbc = jdbc;
        this.remote = remote;
    }

    void begin(Collection<String> uids) {
        here.addAll(uids);
        if (remote) {
            jdbc.sql("insert into account_enrolment (uid) select * from unnest(:uids) on conflict do nothing")
                    .param("uids", uids.toArray(String[]::new))
                    .update();
        }
    }

    /**
     * It is known what came of them: there is a user, or there is no account. The answer does not depend on whether that
     * can be kept: a user's account is never taken for one that was left behind.
     *
     * @return those whose account was removed meanwhile as one left behind
     */
    Set<String> end(Set<String> uids) {
        here.removeAll(uids);
        try {
            var left = new HashSet<>(uids);
            left.removeAll(jdbc.sql(
                            remote
                                    ? "delete from account_enrolment where uid = any(:uids) returning uid"
                                    : "select uid from local_account where uid = any(:uids)")
                    .param("uids", uids.toArray(String[]::new))
                    .query(String.class)
                    .set());
            return left;
        } catch (DataAccessException e) {
            LOG.warn(
                    "the enrolment of {} accounts is forgotten later: {}", uids.size(), String.valueOf(e.getMessage()));
            return Set.of();
        }
    }

    /**
     * Keeps others from deciding on the accounts until the running transaction ends: whether a user gets one, or whether it
     * was left behind.
     */
    void decide(Collection<String> uids) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('account ' || uid, 0)) from unnest(:uids) as uid")
                .param("uids", uids.toArray(String[]::new))
                .query(row -> {});
    }

    /** It is not known what came of them: the accounts may have been left behind. */
    void abandon(Collection<String> uids) {
        here.removeAll(uids);
    }

    /** Whether this instance is just at it. */
    boolean contains(String uid) {
        return here.contains(uid);
    }

    /** Whether an account without a user was made for one of ours. */
    boolean madeHere(String uid) {
        return !remote
                || jdbc.sql("select count(*) from account_enrolment where uid = :uid")
                                .param("uid", uid)
                                .query(Long.class)
                                .single()
                        > 0;
    }

    /** Forgets those whose users are on the roll by now. */
    void forgetSettled() {
        jdbc.sql("delete from account_enrolment where uid in (select uid from user_claim)")
                .update();
    }
}
