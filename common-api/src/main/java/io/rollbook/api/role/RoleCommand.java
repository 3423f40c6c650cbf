package io.rollbook.api.role;

import io.rollbook.api.command.Command;
import io.rollbook.api.error.Reason;

/** A wish about one role. */
public sealed interface RoleCommand extends Command permits CreateRole, RenameRole, DeleteRole {

    @Override
    RoleId id();

    @Override
    default Reason notFound() {
        return RoleReason.NOT_FOUND;
    }
}
