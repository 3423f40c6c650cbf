package io.rollbook.api.error;

/**
 * A value that its type does not admit, thrown by the compact constructors of value types. Its message is the rest of
 * a sentence that begins with the field's name, for example {@code must have 18 digits}; the value itself is never in it.
 */
public final class InvalidValue extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public InvalidValue(String problem) {
        super(problem);
    }

    /** The rest of the sentence that begins with the field's name. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
