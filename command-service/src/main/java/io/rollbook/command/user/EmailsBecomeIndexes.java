package io.rollbook.command.user;

import io.rollbook.command.privacy.EmailIndex;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.migration.Context;
import org.springframework.stereotype.Component;

/** Puts the index in the place of each email that claims and local accounts held in the clear. */
@Component
class EmailsBecomeIndexes extends EmailMigration {

    private final EmailIndex index;

    EmailsBecomeIndexes(EmailIndex index) {
        super("9", "emails become indexes");
        this.index = index;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        convert(context.getConnection(), "user_claim");
        convert(context.getConnection(), "local_account");
    }

    private void convert(Connection connection, String table) throws SQLException {
        try (var select = connection.createStatement();
                var emails =
                        select.executeQuery("select email_key from %s where email_key is not null".formatted(table));
                var update = connection.prepareStatement(
                        "update %s set email_key = ? where email_key = ?".formatted(table))) {
            while (emails.next()) {
                var email = emails.getString(1);
                update.setString(1, index.ofFirstRules(email));
                update.setString(2, email);
                update.addBatch();
            }
            update.executeBatch();
            // Makes PostgreSQL write the table anew, without the old rows, which would lie there until a vacuum.
            select.execute("alter table %s alter column email_key type text using email_key || ''".formatted(table));
        }
    }
}
