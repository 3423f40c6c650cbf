package io.rollbook.command.user;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.user.NewPassword;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of an import.
 *
 * @param number where it stands in what was sent, from 1
 * @param user whom it tells of; {@code null} when it cannot be read, and then there are errors
 * @param password {@code null} for somebody who cannot sign in until they have one
 * @param errors all that is wrong with it by itself
 */
public record ImportLine(
        int number, @Nullable NewUser user, @Nullable NewPassword password, List<FieldError> errors) {

    /** A line that tells of a person. */
    public ImportLine(int number, NewUser user, @Nullable NewPassword password) {
        this(number, user, password, List.of());
    }

    /** A line that cannot be read. */
    public ImportLine(int number, List<FieldError> errors) {
        this(number, null, null, errors);
    }
}
