package io.rollbook.badge;

import io.rollbook.api.event.EventFamily;

/** Registers the events of badges; named in {@code META-INF/services}. */
public final class BadgeEvents implements EventFamily {

    @Override
    public Class<BadgeEvent> root() {
        return BadgeEvent.class;
    }
}
