package io.rollbook.command.user.web;

import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserId;
import io.rollbook.command.identity.PasswordPolicy;
import io.rollbook.web.request.RequestFields;

/** The body of {@code PUT /api/users/:id}: what is absent stays, {@code null} clears what can be cleared. */
final class UserChangeFields {

    private UserChangeFields() {}

    static ChangeUser read(RequestFields fields, UserId user, PasswordPolicy passwords) {
        var email = fields.optionalNotNull("email", EmailAddress::parse);
        var password = fields.optionalNotNull("password", NewPassword::parse);
        var change = new ChangeUser(
                user,
                email,
                password,
                fields.optionalNotNull("name", PersonName::parse),
                fields.edit("NIP", Nip::parse),
                fields.edit("gender", Gender::parse),
                fields.edit("jabatan", JobTitle::parse),
                fields.optionalBooleanNotNull("approved"),
                fields.optionalIdNotNull("roleId", RoleId::new));
        passwords.objection(password, email).ifPresent(problem -> fields.refuseIf(true, "password", problem));
        fields.verify();
        return change;
    }
}
