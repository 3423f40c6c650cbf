package io.rollbook.query.personal;

import java.time.Instant;
import java.util.Map;

/** What is known of the keys of some persons at one moment. */
public final class KnownKeys {
    /** Nothing of nobody. */
    public static final KnownKeys NONE = new KnownKeys(Map.of(), Instant.EPOCH);

    private final Map<String, KeyState> states;
    private final Instant sealedSince;

    KnownKeys(Map<String, KeyState> states, Instant sealedSince) {
        this.states = Map.copyOf(states);
        this.sealedSince = sealedSince;
    }

    /** Whether an event of then may be in the clear although its person has a key. */
    public boolean mayBeClear(Instant recorded) {
        return recorded.isBefore(sealedSince);
    }

    /** Of one of those that were asked for. */
    public KeyState of(String person) {
        return states.getOrDefault(person, KeyState.NOT_COME);
    }
}
