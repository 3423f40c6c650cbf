package io.rollbook.command.store;

import io.rollbook.personal.DataKey;

/** What has become of the key of one person. */
public sealed interface PersonKey {

    /** It is here, and what it sealed can be read. */
    record Known(DataKey key) implements PersonKey {}

    /** It was destroyed with all that is known of the person, for ever. */
    record Erased() implements PersonKey {}

    /** There is none. Nothing was sealed with one yet; otherwise it is lost, which is not the same as erased. */
    record Missing() implements PersonKey {}
}
