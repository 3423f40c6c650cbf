package io.rollbook.command.user.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollbook.api.error.FieldError;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /api/users/:id}: what is absent stays, {@code null} clears what can be cleared.
 *
 * @param currentPassword who sets a new password of their own must know the one they have
 */
@NotChanged({"id", "uid", "disabled"})
record ChangeUserRequest(
        @Unclearable @Nullable EmailAddress email,
        @Unclearable @Nullable NewPassword password,
        @Unclearable @Nullable PersonName name,
        @JsonProperty("NIP") Edit<Nip> nip,
        Edit<Gender> gender,
        Edit<JobTitle> jabatan,
        @Unclearable @Nullable Boolean approved,
        @Unclearable @Nullable RoleId roleId,
        @Unclearable @Nullable Typed currentPassword) {

    /** A password as it was typed. */
    record Typed(String value) {

        @Override
        public String toString() {
            return "Typed[…]";
        }
    }

    // A new password that is refused itself is missing here, too.
    Optional<FieldError> currentPasswordMissing() {
        return password == null || currentPassword != null
                ? Optional.empty()
                : Optional.of(new FieldError("currentPassword", "is required to set a new password of your own"));
    }

    ChangeUser of(UserId user) {
        return new ChangeUser(user, email, password, name, nip, gender, jabatan, approved, roleId);
    }
}
