package io.rollbook.api.personal;

/**
 * How the keys of persons travel from the command side to the read side, beside the events that are sealed with them. Both
 * topics are compacted and keyed by the person, named as aggregates are ({@code user-7}); each has one partition.
 *
 * <p>A key goes before the first event that is sealed with it. A person of whom neither topic says anything has a key that
 * has not come yet; one in {@link #ERASURES} has none any more and never will, whatever else comes.
 */
public final class PersonTopics {

    /** The topic of keys unless {@code rollbook.personal.keys-topic} says otherwise: each wrapped, as text; no value once erased. */
    public static final String KEYS = "rollbook.keys";

    /**
     * The topic of erasures unless {@code rollbook.personal.erasures-topic} says otherwise: each the JSON object of the
     * event {@code user.erased}, and kept for ever, since Kafka forgets that there was a key once it has dropped it.
     */
    public static final String ERASURES = "rollbook.erasures";

    /**
     * The header of an erasure in which the command side signs it with the key ring. One without a good signature counts only
     * if it names the fingerprint of the key it would destroy: whoever can merely write to the topic erases nobody.
     */
    public static final String SIGNATURE = "signature";

    private PersonTopics() {}
}
