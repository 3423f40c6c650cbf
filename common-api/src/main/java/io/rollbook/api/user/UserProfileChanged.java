package io.rollbook.api.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rollbook.api.event.Change;
import io.rollbook.api.event.EventType;
import io.rollbook.api.personal.PersonalData;

/** What describes the person was changed. The name is never cleared. */
@EventType(
        value = "user.profile-changed",
        revision = 2,
        meaning = "Those of name, NIP, gender and jabatan that are shown were changed to this, or cleared.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record UserProfileChanged(
        UserId id,
        @PersonalData Change<String> name,
        @PersonalData Change<String> nip,
        @PersonalData Change<Gender> gender,
        @PersonalData Change<String> jabatan)
        implements UserEvent {}
