package io.rollbook.web.log;

import java.util.Locale;

/** What the security log tells of. {@code docs/operations.md} says when each is written and which deserve an alarm. */
public enum SecurityEvent {
    STARTED,
    STOPPED,
    SIGNED_IN,
    SIGN_IN_REFUSED,
    SIGN_IN_LIMITED,
    SIGNED_OUT,
    SESSION_ENDED,
    PASSWORD_REFUSED,
    ACCESS_REFUSED,
    RIGHTS_CHANGED,
    DATA_EXPORTED,
    PERSON_ERASED,
    KEYS_ROTATED,
    RECORD_REFUSED;

    /** The name in the log, for example {@code signed-in}. It never changes: rules of alarms go by it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
