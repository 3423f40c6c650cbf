package io.rollbook.command.user.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.command.user.NewUser;
import io.rollbook.web.request.NotChanged;
import org.jspecify.annotations.Nullable;

/** One line of an import: the body of {@code POST /api/users}, in which the password may be missing. */
@NotChanged({"id", "uid", "disabled"})
record ImportUserRequest(
        EmailAddress email,
        @Nullable NewPassword password,
        PersonName name,
        @Nullable Gender gender,
        @JsonProperty("NIP") @Nullable Nip nip,
        @Nullable JobTitle jabatan,
        @Nullable Boolean approved,
        @Nullable RoleId roleId) {

    NewUser user() {
        return AddUserRequest.user(email, name, gender, nip, jabatan, approved, roleId);
    }
}
