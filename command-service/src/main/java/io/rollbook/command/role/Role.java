package io.rollbook.command.role;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.rollbook.api.command.Command;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.DeleteRole;
import io.rollbook.api.role.RenameRole;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleDeleted;
import io.rollbook.api.role.RoleEvent;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleReason;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.api.role.RoleView;
import io.rollbook.command.bus.CommandedAggregate;
import io.rollbook.command.store.AggregateCache;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A role that users can hold. */
@Aggregate(type = "Role", cache = AggregateCache.NAME)
@SuppressWarnings({"NullAway.Init", "unused"})
class Role extends CommandedAggregate {

    @AggregateIdentifier
    private RoleId id;

    private String name;
    private boolean deleted;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    RoleId handle(CreateRole command) {
        apply(new RoleCreated(command.id(), command.name().value()));
        return command.id();
    }

    @CommandHandler
    void handle(RenameRole command) {
        if (command.name().value().equals(name)) {
            return;
        }
        requireOwn();
        apply(new RoleRenamed(id, command.name().value()));
    }

    @CommandHandler
    void handle(DeleteRole command) {
        requireOwn();
        apply(new RoleDeleted(id));
    }

    @EventSourcingHandler
    void on(RoleEvent event) {
        switch (event) {
            case RoleCreated e -> {
                id = e.id();
                name = e.name();
            }
            case RoleRenamed e -> name = e.name();
            case RoleDeleted e -> deleted = true;
        }
    }

    private void requireOwn() {
        if (BuiltInRole.of(id).isPresent()) {
            throw new Rejection(RoleReason.BUILT_IN);
        }
    }

    @Override
    protected boolean isGoneFor(Command command) {
        return deleted;
    }

    @Override
    protected RoleView viewAfter(Command command) {
        return new RoleView(id.value(), name);
    }
}
