package io.rollbook.command.store;

import io.rollbook.api.user.UserId;
import io.rollbook.personal.DataKey;

/**
 * The keys of persons, as far as the store needs them: it seals what it writes and opens what it reads. Persons are named as
 * aggregates are, {@code user-7}.
 */
public interface PersonKeys extends StoreCache {

    /** The channel of PostgreSQL on which each person is named whose key was destroyed, once it is. */
    String DESTROYED = "rollbook_key_destroyed";

    /** A key as it is stored: wrapped. */
    record StoredKey(UserId user, String wrapped) {}

    /**
     * A key that was made for a person's first event.
     *
     * @param stored what is stored of it, in the statement that stores the event
     */
    record MadeKey(DataKey key, StoredKey stored) {}

    /** What has become of the person's key. */
    PersonKey find(String person);

    /**
     * A new key for the first event of the person, who has none yet. To be called in the transaction of the event, which also
     * stores it.
     */
    MadeKey make(String person);

    /**
     * The key to seal an event of the person with that is not their first. To be called in the transaction of the event.
     *
     * @throws IllegalStateException when the person is erased: of them nothing must be recorded any more
     */
    DataKey toSeal(String person);

    /** Reads the person's key anew when it is asked for next. */
    void drop(String person);
}
