package io.rollbook.api.user;

import io.rollbook.api.event.EventType;
import org.jspecify.annotations.Nullable;

/** What describes the person is now as given here, all four fields of it. */
@EventType("user.profile-changed")
public record UserProfileChanged(
        UserId id,
        String name,
        @Nullable String nip,
        @Nullable Gender gender,
        @Nullable String jabatan) implements UserEvent {}
