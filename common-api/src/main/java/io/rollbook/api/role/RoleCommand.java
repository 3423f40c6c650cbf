package io.rollbook.api.role;

/** A wish about one role. */
public sealed interface RoleCommand permits CreateRole, RenameRole, DeleteRole {

    RoleId id();
}
