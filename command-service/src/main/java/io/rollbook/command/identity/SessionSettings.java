package io.rollbook.command.identity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Session cookies.
 *
 * @param life how long one is good, 5 minutes to 14 days, the range that Firebase has
 * @param idle after how long without a request to the command service it is good no more, at least a minute; unset for never
 */
@ConfigurationProperties("rollbook.session")
record SessionSettings(
        @DefaultValue("12h") Duration life, @Nullable Duration idle) {

    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(14);
    private static final Duration SHORTEST_IDLE = Duration.ofMinutes(1);

    SessionSettings {
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
            throw new IllegalStateException("ROLLBOOK_SESSION_LIFE must be 5m to 14d and is " + life);
        }
        if (idle != null && (idle.compareTo(SHORTEST_IDLE) < 0 || idle.compareTo(life) > 0)) {
            throw new IllegalStateException("ROLLBOOK_SESSION_IDLE must be 1m to ROLLBOOK_SESSION_LIFE and is " + idle);
        }
    }

    /** How long a cookie is good that is not renewed. */
    Duration cookieLife() {
        return idle == null ? life : idle;
    }
}
