package io.rollbook.api.error;

/**
 * What is wrong with one field of a request.
 *
 * @param field the field as the client wrote it
 * @param problem the rest of the sentence that begins with the field, for example {@code is required}
 */
public record FieldError(String field, String problem) {

    @Override
    public String toString() {
        return field + " " + problem;
    }
}
