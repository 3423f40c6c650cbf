package io.rollbook.badge;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.rollbook.api.error.InvalidValue;

/** The number of a badge. */
record BadgeId(@JsonValue int value) {

    static final String PREFIX = "badge-";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    BadgeId {
        if (value < 1) {
            throw new InvalidValue("must be a positive integer");
        }
    }

    @Override
    public String toString() {
        return PREFIX + value;
    }
}
