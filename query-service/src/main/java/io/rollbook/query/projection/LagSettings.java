package io.rollbook.query.projection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a projection counts as ill.
 *
 * @param interval how often it is looked how far the projections are behind
 * @param stuckAfter for how long a partition with something to fold may stand still
 * @param limit for how long an event may wait in the topic although folding goes on; not while a read model is filled
 */
@ConfigurationProperties("rollbook.query.lag")
record LagSettings(
        @DefaultValue("1s") Duration interval,
        @DefaultValue("15s") Duration stuckAfter,
        @DefaultValue("60s") Duration limit) {}
