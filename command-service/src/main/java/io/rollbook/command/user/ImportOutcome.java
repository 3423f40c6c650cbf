package io.rollbook.command.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.FieldError;
import io.rollbook.api.user.UserId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of one line of an import.
 *
 * @param line its number
 * @param id the user's, unless the line was refused or only checked
 * @param consistencyToken what a read of the user waits for, when they were added just now
 * @param errors why it was refused; no value of the line is repeated
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ImportOutcome(
        int line,
        Kind outcome,
        @Nullable Integer id,
        @Nullable String consistencyToken,
        List<FieldError> errors) {

    /** What can come of a line. */
    public enum Kind {
        /** The user was added. */
        ADDED,
        /** The same import has added the user before. */
        PRESENT,
        /** The same import has added the user before, and they were deleted since. */
        DELETED,
        /** Nothing is wrong with it; nothing was added, as was asked. */
        VALID,
        /** Something is wrong with it, and it changed nothing. */
        REFUSED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ImportOutcome added(ImportLine line, UserId user, long version) {
        var token = new ConsistencyToken(user.toString(), version);
        return new ImportOutcome(line.number(), Kind.ADDED, user.value(), token.toString(), List.of());
    }

    static ImportOutcome before(ImportLine line, UserId user, boolean deleted) {
        return new ImportOutcome(line.number(), deleted ? Kind.DELETED : Kind.PRESENT, user.value(), null, List.of());
    }

    static ImportOutcome valid(ImportLine line) {
        return new ImportOutcome(line.number(), Kind.VALID, null, null, List.of());
    }

    static ImportOutcome refused(ImportLine line, List<FieldError> errors) {
        return new ImportOutcome(line.number(), Kind.REFUSED, null, null, errors);
    }
}
