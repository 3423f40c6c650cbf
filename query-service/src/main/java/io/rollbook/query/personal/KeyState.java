package io.rollbook.query.personal;

import io.rollbook.personal.DataKey;

/** What is known of a person's key. */
public sealed interface KeyState {
    /** Neither a key nor an erasure has come. */
    KeyState NOT_COME = new NotCome();

    /** The key is destroyed, and the person erased for ever. */
    KeyState ERASED = new Erased();

    /** The key is here. */
    record Here(DataKey key) implements KeyState {}

    /** See {@link #NOT_COME}. */
    record NotCome() implements KeyState {}

    /** See {@link #ERASED}. */
    record Erased() implements KeyState {}
}
