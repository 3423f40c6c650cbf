package io.rollbook.command.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How accounts and users are kept together.
 *
 * @param grace how old an account without a user must be to be taken for left behind and not for one whose user is just
 *     being added; longer than adding a user ever takes
 * @param reconcileEvery how often accounts and users are compared, beside the start
 * @param attempts how often a change of an account is tried before it is a dead letter
 * @param retryDeadEvery how often a dead letter is tried again all the same
 * @param changesPerSecond how many calls that change an account the provider takes a second; Firebase's limit is 10
 */
@ConfigurationProperties("rollbook.identity.accounts")
record AccountSettings(
        @DefaultValue("1m") Duration grace,
        @DefaultValue("10m") Duration reconcileEvery,
        @DefaultValue("8") int attempts,
        @DefaultValue("10m") Duration retryDeadEvery,
        @DefaultValue("10") int changesPerSecond) {}
