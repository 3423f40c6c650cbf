package io.rollbook.api.role;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Gives a role another name; built-in roles keep theirs. */
public record RenameRole(@TargetAggregateIdentifier RoleId id, RoleName name) implements RoleCommand {}
