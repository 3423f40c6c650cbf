package io.rollbook.badge;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.rollbook.api.command.Command;
import io.rollbook.command.bus.CommandedAggregate;
import io.rollbook.command.store.AggregateCache;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A badge. */
@Aggregate(type = "Badge", cache = AggregateCache.NAME)
@SuppressWarnings({"NullAway.Init", "unused"})
class Badge extends CommandedAggregate {

    @AggregateIdentifier
    private BadgeId id;

    private String label;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    BadgeId handle(IssueBadge command) {
        if (!command.label().value().equals(label)) {
            apply(new BadgeIssued(command.id(), command.label().value()));
        }
        return command.id();
    }

    @EventSourcingHandler
    void on(BadgeEvent event) {
        switch (event) {
            case BadgeIssued e -> {
                id = e.id();
                label = e.label();
            }
        }
    }

    @Override
    protected boolean isGoneFor(Command command) {
        return false;
    }

    @Override
    protected BadgeView viewAfter(Command command) {
        return new BadgeView(id.value(), label);
    }
}
