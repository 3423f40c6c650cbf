package io.rollbook.badge;

import io.rollbook.api.event.DomainEvent;

/** A fact about one badge. */
sealed interface BadgeEvent extends DomainEvent permits BadgeIssued {

    @Override
    BadgeId id();
}
