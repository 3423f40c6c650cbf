package io.rollbook.command.publishing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When publishing counts as ill.
 *
 * @param interval how often it is looked how far publishing has come
 * @param stuckAfter for how long an event may wait while nothing is published at all
 * @param limit for how long an event may wait although publishing goes on
 */
@ConfigurationProperties("rollbook.publishing")
record PublishingSettings(
        @DefaultValue("1s") Duration interval,
        @DefaultValue("15s") Duration stuckAfter,
        @DefaultValue("60s") Duration limit) {}
