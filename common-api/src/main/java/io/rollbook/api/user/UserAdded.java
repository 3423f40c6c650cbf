package io.rollbook.api.user;

import io.rollbook.api.event.EventType;
import io.rollbook.api.personal.PersonalData;
import io.rollbook.api.role.RoleId;
import org.jspecify.annotations.Nullable;

/** An admin put a person on the roll; not approved by this event alone.
 *
 * @param uid the account at the identity provider
 * @param role the role they start with
 */
@EventType(value = "user.added", meaning = "The user was added to the roll with these particulars.")
public record UserAdded(
        UserId id,
        String uid,
        @PersonalData @Nullable String email,
        @PersonalData @Nullable String name,
        @PersonalData @Nullable String nip,
        @PersonalData @Nullable Gender gender,
        @PersonalData @Nullable String jabatan,
        RoleId role)
        implements UserEvent {}
