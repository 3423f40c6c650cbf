package io.rollbook.badge;

import io.rollbook.api.event.EventType;

/** A badge has this label from now on. */
@EventType(value = "badge.issued", meaning = "A badge was issued.")
record BadgeIssued(BadgeId id, String label) implements BadgeEvent {}
