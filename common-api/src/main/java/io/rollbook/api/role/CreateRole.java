package io.rollbook.api.role;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Adds a role under an id nobody has had yet. */
public record CreateRole(@TargetAggregateIdentifier RoleId id, RoleName name) implements RoleCommand {}
