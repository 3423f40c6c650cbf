package io.rollbook.command.privacy;

import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who was erased, with the certificate of it: the JSON of the event {@code user.erased}. A row stays for ever. It may be
 * here before its event is in the history, after a backup from before the erasure was restored.
 */
@Component
public class Erasures {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int AT_ONCE = 500;

    // Later than any: a year that PostgreSQL still has.
    private static final Row FIRST = new Row(0, OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), "");

    private final JdbcClient jdbc;
    private final DataKeys keys;
    private final TransactionTemplate transaction;

    Erasures(JdbcClient jdbc, DataKeys keys, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** The certificate of a user's erasure, empty when they were not erased. */
    public Optional<UserErased> find(UserId user) {
        return jdbc.sql("select certificate from erasure where user_id = :user")
                .param("user", user.value())
                .query(String.class)
                .optional()
                .map(Erasures::read);
    }

    /** The certificates of those of these persons who are erased, as JSON, by person. */
    public Map<String, String> certificates(Collection<String> persons) {
        if (persons.isEmpty()) {
            return Map.of();
        }
        var users = persons.stream()
                .map(person -> UserId.parse(person).orElseThrow().value())
                .toList();
        return certificates(jdbc.sql("select user_id, certificate from erasure where user_id in (:users)")
                .param("users", users));
    }

    /** The certificates of all who are erased, as JSON, by person. */
    public Map<String, String> certificates() {
        return certificates(jdbc.sql("select user_id, certificate from erasure"));
    }

    private static Map<String, String> certificates(JdbcClient.StatementSpec rows) {
        return rows
                .query((row, number) ->
                        Map.entry(new UserId(row.getInt("user_id")).toString(), row.getString("certificate")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Applies an erasure that this database does not know, because it comes from a backup of before: the key is destroyed
     * and the certificate kept, both or neither. The user's number is not handed out again.
     *
     * @return whether it was not known
     */
    public boolean restore(UserErased certificate) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            if (find(certificate.id()).isPresent()) {
                return false;
            }
            keys.destroy(certificate.id());
            keep(certificate);
            jdbc.sql("""
                            select setval('user_id_seq', :user)
                              from user_id_seq where last_value < :user
                            """)
                    .param("user", certificate.id().value())
                    .query((row, number) -> true)
                    .list();
            return true;
        }));
    }

    /** Who is erased by their certificate but not yet by their history, in the order of users. */
    public List<UserErased> unfinished() {
        return jdbc.sql("""
                        select e.certificate from erasure e
                         where exists (select from domain_event d where d.aggregate_id = 'user-' || e.user_id)
                           and not exists (select from domain_event d
                                            where d.aggregate_id = 'user-' || e.user_id
                                              and d.payload_type = 'user.erased')
                         order by e.user_id
                        """).query(String.class).list().stream()
                .map(Erasures::read)
                .toList();
    }

    /** Keeps a certificate in the running transaction, if there is one; the first of a user counts. */
    public void keep(UserErased certificate) {
        jdbc.sql("""
                        insert into erasure (user_id, erased_at, certificate) values (:user, :at, :certificate)
                        on conflict (user_id) do nothing
                        """)
                .param("user", certificate.id().value())
                .param("at", certificate.at().atOffset(ZoneOffset.UTC))
                .param("certificate", JSON.writeValueAsString(certificate))
                .update();
    }

    /** How many there are. */
    public long count() {
        return jdbc.sql("select count(*) from erasure").query(Long.class).single();
    }

    /** A stretch of the certificates, the newest first. */
    public List<UserErased> newest(long skip, int limit) {
        return jdbc
                .sql("select certificate from erasure order by erased_at desc, user_id desc limit :limit offset :skip")
                .param("limit", limit)
                .param("skip", skip)
                .query(String.class)
                .list()
                .stream()
                .map(Erasures::read)
                .toList();
    }

    /** All certificates, the newest first, read in stretches while the stream is. */
    public Stream<UserErased> all() {
        return Stream.iterate(before(FIRST), rows -> !rows.isEmpty(), rows -> before(rows.getLast()))
                .flatMap(List::stream)
                .map(row -> read(row.certificate()));
    }

    private record Row(int user, OffsetDateTime at, String certificate) {}

    private List<Row> before(Row last) {
        return jdbc.sql("""
                        select user_id, erased_at, certificate from erasure where (erased_at, user_id) < (:at, :user)
                         order by erased_at desc, user_id desc limit :limit
                        """)
                .param("at", last.at())
                .param("user", last.user())
                .param("limit", AT_ONCE)
                .query((row, number) -> new Row(
                        row.getInt("user_id"),
                        row.getObject("erased_at", OffsetDateTime.class),
                        row.getString("certificate")))
                .list();
    }

    private static UserErased read(String certificate) {
        return JSON.readValue(certificate, UserErased.class);
    }
}
