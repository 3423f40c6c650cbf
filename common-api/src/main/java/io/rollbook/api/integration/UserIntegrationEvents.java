package io.rollbook.api.integration;

import com.google.auto.service.AutoService;
import io.rollbook.api.event.EventFamily;

/** Registers the events of users' integrations. */
@AutoService(EventFamily.class)
public final class UserIntegrationEvents implements EventFamily {

    @Override
    public Class<UserIntegrationEvent> root() {
        return UserIntegrationEvent.class;
    }
}
