package io.rollbook.query.integration;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import io.rollbook.api.integration.IntegrationAdded;
import io.rollbook.api.integration.IntegrationConnected;
import io.rollbook.api.integration.IntegrationDisconnected;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.integration.IntegrationRemoved;
import io.rollbook.api.integration.UserIntegrationEvent;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.user.UserId;
import io.rollbook.query.projection.DocumentKey;
import io.rollbook.query.projection.EventContext;
import io.rollbook.query.projection.Projection;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds the events of users' integrations. */
@Component
final class UserIntegrationProjection implements Projection<UserIntegrationDocument, UserIntegrationEvent> {
    static final String VIEW = "integrations";
    static final String USER_ID = "userId";
    private static final String INTEGRATION_ID = "integrationId";
    private static final String CONNECTED = "connected";

    @Override
    public String name() {
        return VIEW;
    }

    @Override
    public int shapeVersion() {
        return 2;
    }

    @Override
    public Set<Class<? extends UserIntegrationEvent>> events() {
        return Set.of(UserIntegrationEvent.class);
    }

    @Override
    public DocumentKey<UserIntegrationEvent> key() {
        return new DocumentKey.OfAggregate<>(UserIntegrationId.PREFIX);
    }

    @Override
    public @Nullable UserIntegrationDocument fold(
            @Nullable UserIntegrationDocument integration, UserIntegrationEvent event, EventContext context) {
        return switch (event) {
            case IntegrationAdded e ->
                first(integration, new UserIntegrationDocument(e.id(), e.userId(), e.integrationId(), false));
            case IntegrationConnected e -> existing(integration).withConnected(true);
            case IntegrationDisconnected e -> existing(integration).withConnected(false);
            case IntegrationRemoved e -> {
                existing(integration);
                yield null;
            }
        };
    }

    @Override
    public Document write(UserIntegrationDocument integration) {
        return new Document(USER_ID, integration.userId().value())
                .append(INTEGRATION_ID, integration.integrationId().value())
                .append(CONNECTED, integration.connected());
    }

    @Override
    public UserIntegrationDocument read(Document stored) {
        return new UserIntegrationDocument(
                new UserIntegrationId(stored.getInteger("_id")),
                new UserId(stored.getInteger(USER_ID)),
                new IntegrationId(stored.getString(INTEGRATION_ID)),
                stored.getBoolean(CONNECTED));
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of(new IndexModel(Indexes.ascending(USER_ID, "_id")));
    }
}
