package io.rollbook.query.personal;

import org.bson.Document;

/** What a record of the two topics says of a person. */
sealed interface PersonChange {
    /** The person has this key, wrapped. */
    record Key(String wrapped) implements PersonChange {}

    /** The person is erased. */
    record Erasure(Document certificate) implements PersonChange {}
}
