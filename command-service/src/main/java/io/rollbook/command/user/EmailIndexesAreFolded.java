package io.rollbook.command.user;

import io.rollbook.api.event.EventCatalogue;
import io.rollbook.command.privacy.EmailIndex;
import io.rollbook.personal.KeyRing;
import io.rollbook.personal.SealedFields;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.migration.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Computes the index of each email anew, from the sealed email, by the rules of today. Of two users whose emails become
 * equal the older takes the index, unless the other has had it all along; the other keeps the one it has, and
 * {@link SharedEmails} tells of it.
 */
@Component
class EmailIndexesAreFolded extends EmailMigration {

    private static final Logger LOG = LoggerFactory.getLogger(EmailIndexesAreFolded.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ROWS_AT_ONCE = 1000;

    private final EmailIndex index;
    private final KeyRing ring;

    EmailIndexesAreFolded(EmailIndex index, KeyRing ring) {
        super("11", "email indexes are folded");
        this.index = index;
        this.ring = ring;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        var connection = context.getConnection();
        try (var create = connection.createStatement()) {
            create.execute("""
                create table shared_email (
                    user_id    integer primary key,
                    -- What the user keeps; once it is another, or gone, nothing is shared any more.
                    email_key  text    not null,
                    shared_key text    not null
                )
                """);
        }
        for (var due : due(connection)) {
            if (take(connection, due) == 0) {
                share(connection, due);
            }
        }
    }

    private record Due(int user, String uid, String before, String index) {}

    // The rows that change; usually none.
    private List<Due> due(Connection connection) throws SQLException {
        var due = new ArrayList<Due>();
        try (var select = connection.prepareStatement("""
            select c.user_id, c.uid, c.email_key, d.event_id, d.payload_type, d.payload, k.wrapped
              from user_claim c
              join lateral (select event_id, payload_type, payload from domain_event
                             where aggregate_id = 'user-' || c.user_id
                               and payload_type in ('user.registered', 'user.added', 'user.email-changed')
                             order by sequence_number desc limit 1) d on true
              left join data_key k on k.user_id = c.user_id
             where c.email_key is not null
             order by c.user_id
            """)) {
            select.setFetchSize(ROWS_AT_ONCE);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    due(rows).ifPresent(due::add);
                }
            }
        }
        return due;
    }

    private Optional<Due> due(ResultSet row) throws SQLException {
        var before = row.getString("email_key");
        var email = email(row);
        // A row whose index is not the one of the first rules was already made by other rules.
        return email.isPresent() && before.equals(index.ofFirstRules(email.get()))
                ? Optional.of(new Due(row.getInt("user_id"), row.getString("uid"), before, index.of(email.get())))
                        .filter(due -> !due.index().equals(before))
                : Optional.empty();
    }

    private Optional<String> email(ResultSet row) throws SQLException {
        var person = "user-" + row.getInt("user_id");
        var json = (ObjectNode) JSON.readTree(row.getString("payload"));
        var type = EventCatalogue.byName(row.getString("payload_type"))
                .orElseThrow()
                .type()
                .asSubclass(Record.class);
        var fields = new SealedFields(type, person, row.getString("event_id"));
        if (fields.needKey(json)) {
            var wrapped = row.getString("wrapped");
            if (wrapped == null) {
                LOG.error("the key of {} is lost: the index of their email stays as it is", person);
                return Optional.empty();
            }
            fields.open(json, ring.unwrap(wrapped, person), true);
        }
        return json.path("email").stringValueOpt();
    }

    private static int take(Connection connection, Due due) throws SQLException {
        try (var claim = connection.prepareStatement("""
            update user_claim set email_key = ?
             where user_id = ?
               and not exists (select from user_claim where email_key = ?)
               and not exists (select from local_account where email_key = ? and uid <> ?)
            """);
                var account = connection.prepareStatement("update local_account set email_key = ? where uid = ?")) {
            claim.setString(1, due.index());
            claim.setInt(2, due.user());
            claim.setString(3, due.index());
            claim.setString(4, due.index());
            claim.setString(5, due.uid());
            var taken = claim.executeUpdate();
            if (taken > 0) {
                account.setString(1, due.index());
                account.setString(2, due.uid());
                account.executeUpdate();
            }
            return taken;
        }
    }

    private static void share(Connection connection, Due due) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into shared_email (user_id, email_key, shared_key) values (?, ?, ?)")) {
            insert.setInt(1, due.user());
            insert.setString(2, due.before());
            insert.setString(3, due.index());
            insert.executeUpdate();
        }
    }
}
