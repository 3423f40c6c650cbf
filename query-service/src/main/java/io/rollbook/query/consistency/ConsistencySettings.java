package io.rollbook.query.consistency;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a read waits.
 *
 * @param longest the longest a read waits for what its token names
 * @param poll how often it looks into the database for what another process folds
 */
@ConfigurationProperties("rollbook.query.consistency")
record ConsistencySettings(
        @DefaultValue("2s") Duration longest,
        @DefaultValue("25ms") Duration poll) {}
