package io.rollbook.query.projection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the projections read the topic.
 *
 * @param groupSuffix appended to the name of every consumer group, for a second set of projections beside the first
 * @param instanceId a name for this process that outlives a restart, so that its partitions wait for it; {@code null}
 *     for none
 * @param maxPollRecords the most records in a batch
 * @param retryInterval how often dead letters are tried again
 * @param longestBackoff the longest pause between two attempts to reach a database that is away
 * @param sessionTimeout after how long a silent process loses its partitions to the others
 */
@ConfigurationProperties("rollbook.query.projection")
public record ProjectionSettings(
        @DefaultValue("") String groupSuffix,
        @Nullable String instanceId,
        @DefaultValue("2000") int maxPollRecords,
        @DefaultValue("5s") Duration retryInterval,
        @DefaultValue("2s") Duration longestBackoff,
        @DefaultValue("6s") Duration sessionTimeout) {}
