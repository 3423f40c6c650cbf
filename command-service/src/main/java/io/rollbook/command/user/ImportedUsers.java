package io.rollbook.command.user;

import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.UserId;
import io.rollbook.personal.KeyRing;
import io.rollbook.web.envelope.Unavailable;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whom each import has added, or is about to: what makes it safe to send an import again. A person is known by a keyed hash
 * of their email that is different in each import, so nothing is told by it, and it outlives the person for as long as the
 * import is remembered: somebody who was deleted, or erased, must not come back by a repetition.
 */
@Component
class ImportedUsers {

    private static final String PURPOSE = "import ";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final KeyRing ring;

    ImportedUsers(JdbcClient jdbc, KeyRing ring) {
        this.jdbc = jdbc;
        this.ring = ring;
    }

    /**
     * A person of an import.
     *
     * @param uid the account's identifier, the same each time
     * @param user {@code null} until they are on the roll
     * @param deleted whether they were deleted since
     */
    record Imported(String uid, @Nullable UserId user, boolean deleted) {}

    /** Those of these persons whom the import knows, by email. */
    Map<EmailAddress, Imported> find(String importId, Collection<EmailAddress> emails) {
        var byKey = emails.stream().collect(Collectors.toMap(email -> key(importId, email), Function.identity()));
        return jdbc
                .sql("""
                        select i.line_key, i.uid, i.user_id, coalesce(c.deleted, false) as deleted
                          from imported_user i left join user_claim c on c.user_id = i.user_id
                         where i.import_id = :import and i.line_key = any(:keys)
                        """)
                .param("import", importId)
                .param("keys", byKey.keySet().toArray(String[]::new))
                .query((row, number) -> {
                    var user = row.getObject("user_id", Integer.class);
                    return Map.entry(
                            row.getString("line_key"),
                            new Imported(
                                    row.getString("uid"),
                                    user == null ? null : new UserId(user),
                                    row.getBoolean("deleted")));
                })
                .list()
                .stream()
                .collect(Collectors.toMap(entry -> byKey.get(entry.getKey()), Map.Entry::getValue));
    }

    /** Remembers that these persons are about to be added, each with an identifier for their account. */
    void begin(String importId, List<EmailAddress> emails) {
        jdbc.sql("""
                        insert into imported_user (import_id, line_key, uid)
                        select :import, * from unnest(:keys, :uids) on conflict do nothing
                        """)
                .param("import", importId)
                .param(
                        "keys",
                        emails.stream().map(email -> key(importId, email)).toArray(String[]::new))
                .param(
                        "uids",
                        emails.stream()
                                .map(email -> UUID.randomUUID().toString())
                                .toArray(String[]::new))
                .update();
    }

    /**
     * Remembers, in the transaction that adds them, that these persons are added.
     *
     * @throws Unavailable when one of them was added meanwhile
     */
    void add(String importId, List<String> uids, List<UserId> users) {
        var added = jdbc.sql("""
                        update imported_user i set user_id = added.user_id
                          from unnest(:uids, :users) as added (uid, user_id)
                         where i.import_id = :import and i.uid = added.uid and i.user_id is null
                        """)
                .param("import", importId)
                .param("uids", uids.toArray(String[]::new))
                .param("users", users.stream().map(UserId::value).toArray(Integer[]::new))
                .update();
        if (added != uids.size()) {
            throw underWay();
        }
    }

    static Unavailable underWay() {
        return new Unavailable("this import is under way; send it again when it has ended", RETRY_AFTER);
    }

    /** Forgets imports of so long ago. */
    void forget(Duration age) {
        jdbc.sql("delete from imported_user where begun_at < :before")
                .param("before", Timestamp.from(Instant.now().minus(age)))
                .update();
    }

    private String key(String importId, EmailAddress email) {
        return ring.index(PURPOSE + importId, email.key());
    }
}
