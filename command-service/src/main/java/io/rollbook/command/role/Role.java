package io.rollbook.command.role;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

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
import io.rollbook.command.platform.AggregateVersion;
import io.rollbook.command.platform.Recorded;
import io.rollbook.command.store.AggregateCache;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CommandHandlerInterceptor;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A role that users can hold. */
@Aggregate(type = "Role", cache = AggregateCache.NAME)
@SuppressWarnings({"NullAway.Init", "unused"})
class Role {

    @AggregateIdentifier
    private RoleId id;

    private String name;
    private boolean deleted;

    @CommandHandlerInterceptor
    Recorded<RoleView> answer(InterceptorChain chain, MetaData metaData) throws Exception {
        if (deleted) {
            throw new Rejection(RoleReason.NOT_FOUND);
        }
        return AggregateVersion.around(() -> id, chain, metaData, this::view);
    }

    // Of a creating handler without a result Axon would answer the identifier, not what answer(…) makes of it.
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

    private RoleView view() {
        return new RoleView(id.value(), name);
    }
}
