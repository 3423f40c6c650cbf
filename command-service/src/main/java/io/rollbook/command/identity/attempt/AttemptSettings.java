package io.rollbook.command.identity.attempt;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often somebody may try. Each instance of the command service counts for itself.
 *
 * @param window the time that the numbers of attempts are for; they come back little by little
 * @param registrationsPerAddress the most registrations from one address, whether they succeed or not
 * @param registrationsPerEmail the most registrations of one email
 * @param signInsPerAddress the most attempts to sign in from one address
 * @param signInsPerAccount the most attempts to sign in to one account from one address
 * @param failuresPerAddress the most wrong passwords from one address, for whichever accounts; also how many attempts of
 *     an address may be under way at once
 * @param freeFailures how many wrong passwords for one account from one address cost no waiting
 * @param firstDelay the waiting after the next wrong one; every further one doubles it
 * @param longestDelay where the doubling ends, so that nobody is locked out for longer
 * @param remembered of how many addresses and accounts at most the attempts are remembered; it bounds the memory
 */
@ConfigurationProperties("rollbook.limits")
record AttemptSettings(
        @DefaultValue("1m") Duration window,
        @DefaultValue("600") int registrationsPerAddress,
        @DefaultValue("100") int registrationsPerEmail,
        @DefaultValue("600") int signInsPerAddress,
        @DefaultValue("300") int signInsPerAccount,
        @DefaultValue("100") int failuresPerAddress,
        @DefaultValue("5") int freeFailures,
        @DefaultValue("1s") Duration firstDelay,
        @DefaultValue("30s") Duration longestDelay,
        @DefaultValue("100000") int remembered) {}
