package io.rollbook.command.privacy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long deleted users are kept.
 *
 * @param deletedUsers how long after their deletion users are erased; {@code null} for never, unless somebody does it
 * @param lookEvery how often it is looked for whom the time is over
 */
@ConfigurationProperties("rollbook.retention")
record RetentionSettings(
        @Nullable Duration deletedUsers, @DefaultValue("1h") Duration lookEvery) {

    RetentionSettings {
        if (deletedUsers != null && deletedUsers.isNegative()) {
            throw new IllegalStateException(
                    "ROLLBOOK_RETENTION_DELETEDUSERS must not be negative and is " + deletedUsers);
        }
        if (lookEvery.isNegative() || lookEvery.isZero()) {
            throw new IllegalStateException("ROLLBOOK_RETENTION_LOOKEVERY must be positive and is " + lookEvery);
        }
    }
}
