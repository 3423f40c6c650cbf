package io.rollbook.command.user.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserId;
import io.rollbook.web.request.NotChanged;
import io.rollbook.web.request.Unclearable;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT /api/users/:id}: what is absent stays, {@code null} clears what can be cleared. */
@NotChanged({"id", "uid", "disabled"})
record ChangeUserRequest(
        @Unclearable @Nullable EmailAddress email,
        @Unclearable @Nullable NewPassword password,
        @Unclearable @Nullable PersonName name,
        @JsonProperty("NIP") Edit<Nip> nip,
        Edit<Gender> gender,
        Edit<JobTitle> jabatan,
        @Unclearable @Nullable Boolean approved,
        @Unclearable @Nullable RoleId roleId) {

    ChangeUser of(UserId user) {
        return new ChangeUser(user, email, password, name, nip, gender, jabatan, approved, roleId);
    }
}
