package io.rollbook.api.user;

import io.rollbook.api.event.EventType;
import io.rollbook.api.personal.PersonalData;
import org.jspecify.annotations.Nullable;

/** What describes the person is now as given here, all four fields of it. */
@EventType(value = "user.profile-changed", meaning = "Name, NIP, gender or jabatan were changed to these.")
public record UserProfileChanged(
        UserId id,
        @PersonalData @Nullable String name,
        @PersonalData @Nullable String nip,
        @PersonalData @Nullable Gender gender,
        @PersonalData @Nullable String jabatan)
        implements UserEvent {}
