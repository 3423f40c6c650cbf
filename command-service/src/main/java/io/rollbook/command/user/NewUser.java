package io.rollbook.command.user;

import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserId;
import org.jspecify.annotations.Nullable;

/** What an admin says of a person they add. */
public record NewUser(
        EmailAddress email,
        PersonName name,
        @Nullable Nip nip,
        @Nullable Gender gender,
        @Nullable JobTitle jabatan,
        boolean approved,
        RoleId role) {

    /** The command that adds them under that id, with that account. */
    AddUser command(UserId id, String uid) {
        return new AddUser(id, uid, email, name, nip, gender, jabatan, approved, role);
    }
}
