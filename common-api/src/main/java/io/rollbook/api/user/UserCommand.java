package io.rollbook.api.user;

/** A wish about one user. */
public sealed interface UserCommand
        permits RegisterUser,
                AddUser,
                ChangeUser,
                ApproveUser,
                RevokeUserApproval,
                DisableUser,
                EnableUser,
                ToggleUser,
                SignOutUser,
                DeleteUser,
                EraseUser {

    UserId id();
}
