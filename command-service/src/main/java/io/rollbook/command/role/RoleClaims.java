package io.rollbook.command.role;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleDeleted;
import io.rollbook.api.role.RoleEvent;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleReason;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.api.value.Text;
import io.rollbook.command.store.AppendListener;
import io.rollbook.command.store.Constraint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which roles exist and what they are called: a name belongs to one role, without regard to case, and a role that a user
 * holds cannot go.
 */
@Component
@Order(1)
public class RoleClaims implements AppendListener {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    RoleClaims(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** The next role's id. */
    public RoleId nextId() {
        return new RoleId(
                jdbc.sql("select nextval('role_id_seq')").query(Integer.class).single());
    }

    public boolean exists(RoleId role) {
        return jdbc.sql("select exists (select from role_claim where role_id = :role)")
                .param("role", role.value())
                .query(Boolean.class)
                .single();
    }

    /** The roles that have a name which another role holds, in the order of their ids. */
    public List<RoleId> sharingANameOfAnother() {
        return jdbc
                .sql("select role_id from role_claim where not holds_name order by role_id")
                .query(Integer.class)
                .list()
                .stream()
                .map(RoleId::new)
                .toList();
    }

    /** Claims the names of roles that were made before names were claimed, the oldest role first. */
    public void claimNamesOfOld() {
        transaction.executeWithoutResult(begun -> claimUnclaimedNames());
    }

    private void claimUnclaimedNames() {
        jdbc.sql("lock table role_claim in share row exclusive mode").update();
        jdbc.sql("""
                        select c.role_id,
                               (select e.payload ->> 'name' from domain_event e
                                 where e.aggregate_id = 'role-' || c.role_id
                                   and e.payload_type in ('role.created', 'role.renamed')
                                 order by e.sequence_number desc limit 1) as name
                          from role_claim c where c.name_key is null order by c.role_id
                        """)
                .query((row, number) -> new Named(new RoleId(row.getInt("role_id")), row.getString("name")))
                .list()
                .forEach(this::claimIfFree);
    }

    @Override
    public void on(DomainEvent event, long sequence, Instant time) {
        if (event instanceof RoleEvent role) {
            fold(role);
        }
    }

    private void fold(RoleEvent event) {
        switch (event) {
            case RoleCreated e ->
                claiming(() -> jdbc.sql(
                                "insert into role_claim (role_id, name_key, holds_name) values (:role, :key, true)")
                        .param("role", e.id().value())
                        .param("key", Text.folded(e.name()))
                        .update());
            case RoleRenamed e -> rename(e);
            case RoleDeleted e -> delete(e);
        }
    }

    private record Named(RoleId id, String name) {}

    private void claimIfFree(Named role) {
        jdbc.sql("""
                        update role_claim
                           set name_key = :key,
                               holds_name = not exists (select from role_claim where name_key = :key and holds_name)
                         where role_id = :role
                        """)
                .param("key", Text.folded(role.name()))
                .param("role", role.id().value())
                .update();
    }

    private void rename(RoleRenamed event) {
        var before = heldBy(event.id());
        var key = Text.folded(event.name());
        claiming(() -> jdbc.sql("update role_claim set name_key = :key, holds_name = true where role_id = :role")
                .param("key", key)
                .param("role", event.id().value())
                .update());
        before.filter(freed -> !freed.equals(key)).ifPresent(this::passOn);
    }

    private void delete(RoleDeleted event) {
        var before = heldBy(event.id());
        claiming(() -> jdbc.sql("delete from role_claim where role_id = :role")
                .param("role", event.id().value())
                .update());
        before.ifPresent(this::passOn);
    }

    private Optional<String> heldBy(RoleId role) {
        return jdbc.sql("select name_key from role_claim where role_id = :role and holds_name")
                .param("role", role.value())
                .query(String.class)
                .optional();
    }

    // A name that a role still has is not free: of those that shared it the oldest holds it now.
    private void passOn(String key) {
        jdbc.sql("""
                        update role_claim set holds_name = true
                         where role_id = (select min(role_id) from role_claim where name_key = :key)
                        """).param("key", key).update();
    }

    private static void claiming(Runnable claim) {
        try {
            claim.run();
        } catch (DataIntegrityViolationException e) {
            switch (Constraint.violatedBy(e)) {
                case "role_claim_name" -> throw new Rejection(RoleReason.NAME_TAKEN);
                case "user_claim_role" -> throw new Rejection(RoleReason.IN_USE);
                default -> throw e;
            }
        }
    }
}
