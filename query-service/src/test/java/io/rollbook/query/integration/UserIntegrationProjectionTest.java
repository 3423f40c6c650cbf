package io.rollbook.query.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.integration.IntegrationAdded;
import io.rollbook.api.integration.IntegrationConnected;
import io.rollbook.api.integration.IntegrationDisconnected;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.integration.IntegrationRemoved;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.user.UserId;
import io.rollbook.query.projection.DeadLetterReason;
import io.rollbook.query.projection.FoldingRules;
import org.junit.jupiter.api.Test;

class UserIntegrationProjectionTest {
    private static final UserIntegrationId ID = new UserIntegrationId(7);
    private static final IntegrationAdded ADDED =
            new IntegrationAdded(ID, new UserId(123), new IntegrationId("integration-123"));
    private static final UserIntegrationDocument NEW =
            new UserIntegrationDocument(ID, new UserId(123), new IntegrationId("integration-123"), false);

    private final FoldingRules<UserIntegrationDocument, ?> rules = new FoldingRules<>(new UserIntegrationProjection());

    @Test
    void oneThatIsAddedIsNotConnectedByThat() {
        assertThat(rules.document(ADDED)).isEqualTo(NEW);
    }

    @Test
    void theConnectionComesAndGoes() {
        assertThat(rules.document(ADDED, new IntegrationConnected(ID))).isEqualTo(NEW.withConnected(true));
        assertThat(rules.document(ADDED, new IntegrationConnected(ID), new IntegrationDisconnected(ID)))
                .isEqualTo(NEW);
    }

    @Test
    void oneThatIsRemovedIsGone() {
        assertThat(rules.document(ADDED, new IntegrationRemoved(ID))).isNull();
    }

    @Test
    void nothingHappensToOneThatIsNotThere() {
        assertThat(rules.deadLetter(new IntegrationConnected(ID))).isEqualTo(DeadLetterReason.UNFOLDABLE);
        assertThat(rules.deadLetter(new IntegrationDisconnected(ID))).isEqualTo(DeadLetterReason.UNFOLDABLE);
        assertThat(rules.deadLetter(new IntegrationRemoved(ID))).isEqualTo(DeadLetterReason.UNFOLDABLE);
        assertThat(rules.deadLetter(ADDED, ADDED)).isEqualTo(DeadLetterReason.UNFOLDABLE);
    }
}
