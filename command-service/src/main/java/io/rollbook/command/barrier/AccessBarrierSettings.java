package io.rollbook.command.barrier;

import io.rollbook.api.consistency.AccessBarrierTopic;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Waiting for the read side.
 *
 * @param topic where it tells what it has folded
 * @param timeout how long the answer of a command that changes who may do what waits for it at most; zero for not at
 *     all, where both sides ask the same claims
 */
@ConfigurationProperties("rollbook.access-folded")
record AccessBarrierSettings(
        @DefaultValue(AccessBarrierTopic.DEFAULT_TOPIC) String topic,
        @DefaultValue("2s") Duration timeout) {}
