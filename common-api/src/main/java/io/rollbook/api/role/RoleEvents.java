package io.rollbook.api.role;

import com.google.auto.service.AutoService;
import io.rollbook.api.event.EventFamily;

/** Registers the events of roles. */
@AutoService(EventFamily.class)
public final class RoleEvents implements EventFamily {

    @Override
    public Class<RoleEvent> root() {
        return RoleEvent.class;
    }
}
