package io.rollbook.api.value;

/** A text of one kind, in the form in which it is kept. What people write becomes one through {@link Text}. */
public interface TextValue {

    /** The text as it is kept. */
    String value();
}
