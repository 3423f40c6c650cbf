package io.rollbook.query.integration;

import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.integration.UserIntegrationView;
import io.rollbook.api.user.UserId;
import java.util.Objects;

/** What the read model knows of a user's integration. */
record UserIntegrationDocument(UserIntegrationId id, UserId userId, IntegrationId integrationId, boolean connected) {
    UserIntegrationDocument {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(integrationId, "integrationId");
    }

    UserIntegrationDocument withConnected(boolean connected) {
        return new UserIntegrationDocument(id, userId, integrationId, connected);
    }

    UserIntegrationView view() {
        return new UserIntegrationView(id.toString(), connected, userId.toString(), integrationId.value());
    }
}
