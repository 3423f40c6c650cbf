package io.rollbook.query.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleDeleted;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.query.projection.DeadLetterReason;
import io.rollbook.query.projection.FoldingRules;
import org.junit.jupiter.api.Test;

class RoleProjectionTest {
    private static final RoleId ID = new RoleId(7);
    private static final RoleCreated CREATED = new RoleCreated(ID, "archivist");

    private final FoldingRules<RoleDocument, ?> rules = new FoldingRules<>(new RoleProjection());

    @Test
    void aRoleHasTheNameItWasCreatedWith() {
        assertThat(rules.document(CREATED)).isEqualTo(new RoleDocument(ID, "archivist"));
    }

    @Test
    void aRoleHasTheNameItWasLastGiven() {
        assertThat(rules.document(CREATED, new RoleRenamed(ID, "librarian")))
                .isEqualTo(new RoleDocument(ID, "librarian"));
    }

    @Test
    void aDeletedRoleIsGone() {
        assertThat(rules.document(CREATED, new RoleDeleted(ID))).isNull();
    }

    @Test
    void nothingHappensToARoleThatIsNotThere() {
        assertThat(rules.deadLetter(new RoleRenamed(ID, "librarian"))).isEqualTo(DeadLetterReason.UNFOLDABLE);
        assertThat(rules.deadLetter(new RoleDeleted(ID))).isEqualTo(DeadLetterReason.UNFOLDABLE);
        assertThat(rules.deadLetter(CREATED, CREATED)).isEqualTo(DeadLetterReason.UNFOLDABLE);
    }
}
