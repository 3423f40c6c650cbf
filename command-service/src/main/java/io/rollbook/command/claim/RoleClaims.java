package io.rollbook.command.claim;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleDeleted;
import io.rollbook.api.role.RoleEvent;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleReason;
import io.rollbook.api.role.RoleRenamed;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which roles exist; a role that a user holds cannot go. */
@Component
public class RoleClaims {

    private final JdbcClient jdbc;

    RoleClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
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

    void fold(RoleEvent event) {
        switch (event) {
            case RoleCreated e ->
                jdbc.sql("insert into role_claim (role_id) values (:role)")
                        .param("role", e.id().value())
                        .update();
            case RoleRenamed e -> {}
            case RoleDeleted e -> delete(e);
        }
    }

    private void delete(RoleDeleted event) {
        try {
            jdbc.sql("delete from role_claim where role_id = :role")
                    .param("role", event.id().value())
                    .update();
        } catch (DataIntegrityViolationException e) {
            if (Constraint.violatedBy(e).equals("user_claim_role")) {
                throw new Rejection(RoleReason.IN_USE);
            }
            throw e;
        }
    }
}
