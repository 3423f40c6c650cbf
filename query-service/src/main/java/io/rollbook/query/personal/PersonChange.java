package io.rollbook.query.personal;

import org.bson.Document;

/** What a record of the two topics says of a person. */
sealed interface PersonChange {
    /** The person has this key, wrapped. */
    record Key(String wrapped) implements PersonChange {}

    /** The key was destroyed; what the erasure was like is told by the other topic. */
    record Tombstone() implements PersonChange {}

    /** The person is erased. */
    record Erasure(Document certificate) implements PersonChange {}
}
