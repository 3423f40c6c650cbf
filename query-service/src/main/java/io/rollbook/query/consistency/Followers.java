package io.rollbook.query.consistency;

import io.rollbook.web.access.Caller;

/**
 * Who may follow aggregates of one kind: wait for a version of one and be told whether it has come. Somebody who may not
 * would learn by that which ids there are and how often each was changed. One bean a kind; approved auditors and admins may
 * follow everything and are not asked about.
 *
 * @param aggregatePrefix the prefix of the aggregates' identifiers, for example {@code role-}
 */
public record Followers(String aggregatePrefix, Rule rule) {

    /** Whether a caller may follow an aggregate. */
    @FunctionalInterface
    public interface Rule {
        Leave of(Caller caller, int id);
    }

    /** Whether somebody may follow. */
    public enum Leave {
        /** They are told when it has come. */
        GIVEN,
        /** Not as things stand: they wait as for something that does not exist, so that both look alike. */
        NOT_YET,
        /** Never, whether it exists or not: nothing is waited for and nothing told. */
        REFUSED
    }
}
