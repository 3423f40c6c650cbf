package io.rollbook.command.user.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.command.user.NewUser;
import io.rollbook.web.request.NotChanged;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/users}. */
@NotChanged({"id", "uid", "disabled"})
record AddUserRequest(
        EmailAddress email,
        NewPassword password,
        PersonName name,
        @Nullable Gender gender,
        @JsonProperty("NIP") @Nullable Nip nip,
        @Nullable JobTitle jabatan,
        @Nullable Boolean approved,
        @Nullable RoleId roleId) {

    NewUser user() {
        return user(email, name, gender, nip, jabatan, approved, roleId);
    }

    /** The person to add: not approved and a plain user unless the request says more. */
    static NewUser user(
            EmailAddress email,
            PersonName name,
            @Nullable Gender gender,
            @Nullable Nip nip,
            @Nullable JobTitle jabatan,
            @Nullable Boolean approved,
            @Nullable RoleId roleId) {
        return new NewUser(
                email,
                name,
                nip,
                gender,
                jabatan,
                Boolean.TRUE.equals(approved),
                Objects.requireNonNullElse(roleId, BuiltInRole.USER.id()));
    }
}
