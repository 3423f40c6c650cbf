package io.rollbook.command.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * What must hold when the events of a unit of work are appended. It is asked in the very statement that appends them: no
 * moment lies between, and it takes no way to the database of its own. Where it does not hold, the append fails with a {@link
 * ConcurrencyException}. The sender of the command then tries again and asks before, to learn why.
 *
 * @param sql a boolean expression with a question mark for each parameter
 * @param parameters texts, numbers and booleans
 */
public record AppendCondition(String sql, List<? extends @Nullable Object> parameters) {

    private static final String KEY = AppendCondition.class.getName();

    /** Asks it with the append of that unit of work. */
    public void askIn(UnitOfWork<?> unit) {
        unit.root().resources().put(KEY, this);
    }

    /** What is to be asked in the unit of work that is under way; {@code null} for nothing. */
    static @Nullable AppendCondition current() {
        return CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().root().getResource(KEY) : null;
    }

    /** Sets the parameters from that place on, and says which is the next place. */
    int set(PreparedStatement statement, int first) throws SQLException {
        var next = first;
        for (var parameter : parameters) {
            statement.setObject(next++, parameter);
        }
        return next;
    }
}
