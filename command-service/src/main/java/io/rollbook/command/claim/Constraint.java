package io.rollbook.command.claim;

import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataIntegrityViolationException;

/** Tells which constraint a statement ran into. */
final class Constraint {

    private Constraint() {}

    /** The constraint's name, empty text when the database did not say. */
    static String violatedBy(DataIntegrityViolationException violation) {
        return violation.getMostSpecificCause() instanceof PSQLException cause
                ? Optional.ofNullable(cause.getServerErrorMessage())
                        .map(ServerErrorMessage::getConstraint)
                        .orElse("")
                : "";
    }
}
