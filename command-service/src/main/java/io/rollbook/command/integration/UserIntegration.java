package io.rollbook.command.integration;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.rollbook.api.command.Command;
import io.rollbook.api.integration.AddIntegration;
import io.rollbook.api.integration.ConnectIntegration;
import io.rollbook.api.integration.DisconnectIntegration;
import io.rollbook.api.integration.IntegrationAdded;
import io.rollbook.api.integration.IntegrationConnected;
import io.rollbook.api.integration.IntegrationDisconnected;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.integration.IntegrationRemoved;
import io.rollbook.api.integration.RemoveIntegration;
import io.rollbook.api.integration.UserIntegrationEvent;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.integration.UserIntegrationView;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.CommandedAggregate;
import io.rollbook.command.store.AggregateCache;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** One integration that one user has, connected or not. */
@Aggregate(type = "UserIntegration", cache = AggregateCache.NAME)
@SuppressWarnings({"NullAway.Init", "unused"})
class UserIntegration extends CommandedAggregate {

    @AggregateIdentifier
    private UserIntegrationId id;

    private UserId userId;
    private IntegrationId integrationId;
    private boolean connected;
    private boolean removed;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    UserIntegrationId handle(AddIntegration command) {
        apply(new IntegrationAdded(command.id(), command.userId(), command.integrationId()));
        if (command.connected()) {
            apply(new IntegrationConnected(command.id()));
        }
        return command.id();
    }

    @CommandHandler
    void handle(ConnectIntegration command) {
        if (!connected) {
            apply(new IntegrationConnected(id));
        }
    }

    @CommandHandler
    void handle(DisconnectIntegration command) {
        if (connected) {
            apply(new IntegrationDisconnected(id));
        }
    }

    @CommandHandler
    void handle(RemoveIntegration command) {
        apply(new IntegrationRemoved(id));
    }

    @EventSourcingHandler
    void on(UserIntegrationEvent event) {
        switch (event) {
            case IntegrationAdded e -> {
                id = e.id();
                userId = e.userId();
                integrationId = e.integrationId();
            }
            case IntegrationConnected e -> connected = true;
            case IntegrationDisconnected e -> connected = false;
            case IntegrationRemoved e -> removed = true;
        }
    }

    @Override
    protected boolean isGoneFor(Command command) {
        return removed;
    }

    @Override
    protected UserIntegrationView viewAfter(Command command) {
        return new UserIntegrationView(id.toString(), connected, userId.toString(), integrationId.value());
    }
}
