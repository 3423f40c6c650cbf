package io.rollbook.badge;

/** A badge as it is shown. */
record BadgeView(int id, String label) {}
