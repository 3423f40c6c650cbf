package io.rollbook.api.user;

import io.rollbook.api.command.Command;
import io.rollbook.api.error.Reason;

/** A wish about one user. */
public sealed interface UserCommand extends Command
        permits RegisterUser,
                AddUser,
                ChangeUser,
                ApproveUser,
                RevokeUserApproval,
                DisableUser,
                EnableUser,
                ToggleUser,
                SignOutUser,
                EndSession,
                RevokeSessions,
                DeleteUser,
                EraseUser {

    @Override
    UserId id();

    @Override
    default Reason notFound() {
        return UserReason.NOT_FOUND;
    }

    @Override
    default boolean changesAccess() {
        return switch (this) {
            case RegisterUser c -> false;
            case AddUser c -> false;
            case ChangeUser c -> c.newPassword() != null || c.role() != null || c.approved() != null;
            case ApproveUser c -> true;
            case RevokeUserApproval c -> true;
            case DisableUser c -> true;
            case EnableUser c -> true;
            case ToggleUser c -> true;
            case SignOutUser c -> true;
            case EndSession c -> true;
            case RevokeSessions c -> true;
            case DeleteUser c -> true;
            // Somebody who is deleted already can do nothing that erasing takes away.
            case EraseUser c -> c.delete();
        };
    }
}
