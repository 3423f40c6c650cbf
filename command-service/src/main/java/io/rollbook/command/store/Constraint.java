package io.rollbook.command.store;

import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataIntegrityViolationException;

/** Tells which constraint a statement ran into. */
public final class Constraint {

    private Constraint() {}

    /** The constraint's name, empty text when the database did not say. */
    public static String violatedBy(DataIntegrityViolationException violation) {
        return violation.getMostSpecificCause() instanceof PSQLException cause
                ? Optional.ofNullable(cause.getServerErrorMessage())
                        .map(ServerErrorMessage::getConstraint)
                        .orElse("")
                : "";
    }
}
