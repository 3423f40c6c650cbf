package io.rollbook.command.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Session cookies.
 *
 * @param life how long one is good, 5 minutes to 14 days, the range that Firebase has
 */
@ConfigurationProperties("rollbook.session")
record SessionSettings(@DefaultValue("12h") Duration life) {

    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(14);

    SessionSettings {
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
            throw new IllegalStateException("ROLLBOOK_SESSION_LIFE must be 5m to 14d and is " + life);
        }
    }
}
