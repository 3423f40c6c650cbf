package io.rollbook.api.user;

import com.google.auto.service.AutoService;
import io.rollbook.api.event.EventFamily;

/** Registers the events of users. */
@AutoService(EventFamily.class)
public final class UserEvents implements EventFamily {

    @Override
    public Class<UserEvent> root() {
        return UserEvent.class;
    }
}
