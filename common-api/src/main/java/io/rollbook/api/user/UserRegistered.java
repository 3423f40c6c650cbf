package io.rollbook.api.user;

import io.rollbook.api.event.EventType;
import io.rollbook.api.personal.PersonalData;
import io.rollbook.api.role.RoleId;
import org.jspecify.annotations.Nullable;

/** A person put themselves on the roll; not approved yet.
 *
 * @param uid the account at the identity provider
 * @param role the role they start with
 */
@EventType(value = "user.registered", meaning = "The user registered, giving this name and email.")
public record UserRegistered(
        UserId id,
        String uid,
        @PersonalData @Nullable String email,
        @PersonalData @Nullable String name,
        RoleId role) implements UserEvent {}
