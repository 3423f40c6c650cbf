package io.rollbook.api.role;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Removes a role that nobody holds; built-in roles stay. */
public record DeleteRole(@TargetAggregateIdentifier RoleId id) implements RoleCommand {}
