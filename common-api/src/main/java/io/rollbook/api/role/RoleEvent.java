package io.rollbook.api.role;

import io.rollbook.api.event.DomainEvent;

/** A fact about one role. */
public sealed interface RoleEvent extends DomainEvent permits RoleCreated, RoleRenamed, RoleDeleted {

    @Override
    RoleId id();
}
