package io.rollbook.command.identity;

import io.rollbook.api.user.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who owns which account at the identity provider, by our own state. */
@Component
public class AccountOwners {

    private static final String OWNER = "select user_id, uid, email_key, disabled, deleted from user_claim where ";

    private final JdbcClient jdbc;

    AccountOwners(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The owner of an account, deleted or not; empty when nobody ever had it. */
    public Optional<AccountOwner> of(String uid) {
        return jdbc.sql(OWNER + "uid = :uid")
                .param("uid", uid)
                .query(AccountOwners::owner)
                .optional();
    }

    /** The owners of those accounts that have one, by account. */
    public Map<String, AccountOwner> of(Collection<String> uids) {
        if (uids.isEmpty()) {
            return Map.of();
        }
        return jdbc.sql(OWNER + "uid in (:uids)").param("uids", uids).query(AccountOwners::owner).list().stream()
                .collect(Collectors.toMap(AccountOwner::uid, Function.identity()));
    }

    /** Everybody on the roll, in the order of their ids. */
    public List<AccountOwner> onTheRoll() {
        return jdbc.sql(OWNER + "not deleted order by user_id")
                .query(AccountOwners::owner)
                .list();
    }

    private static AccountOwner owner(ResultSet row, int number) throws SQLException {
        return new AccountOwner(
                new UserId(row.getInt("user_id")),
                row.getString("uid"),
                row.getString("email_key"),
                row.getBoolean("disabled"),
                row.getBoolean("deleted"));
    }
}
