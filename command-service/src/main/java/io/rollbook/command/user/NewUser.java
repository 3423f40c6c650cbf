package io.rollbook.command.user;

import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import org.jspecify.annotations.Nullable;

/** What an admin says of a person they add. */
public record NewUser(
        EmailAddress email,
        PersonName name,
        @Nullable Nip nip,
        @Nullable Gender gender,
        @Nullable JobTitle jabatan,
        boolean approved,
        RoleId role) {}
