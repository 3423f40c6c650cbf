package io.rollbook.query.personal;

import java.util.Map;

/** What is known of the keys of some persons at one moment. */
public final class KnownKeys {
    /** Nothing of nobody. */
    public static final KnownKeys NONE = new KnownKeys(Map.of());

    private final Map<String, KeyState> states;

    KnownKeys(Map<String, KeyState> states) {
        this.states = Map.copyOf(states);
    }

    /** Of one of those that were asked for. */
    public KeyState of(String person) {
        return states.getOrDefault(person, KeyState.NOT_COME);
    }
}
