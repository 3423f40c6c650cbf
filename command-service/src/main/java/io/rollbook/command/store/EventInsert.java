package io.rollbook.command.store;

import io.rollbook.command.store.StoreIdentity.Mark;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.statements.AppendEventsStatementBuilder;
import org.axonframework.eventsourcing.eventstore.jdbc.statements.TimestampWriter;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * The statement that appends events. It fails unless the event before it is there, and the last event that was seen in the
 * store: an aggregate in memory may be ahead of a store that was restored, and would leave a hole in its stream. It also
 * fails where the {@link AppendCondition} of its unit of work does not hold. With a person's first event it stores the key
 * that was made to seal it: a statement of its own would be another way to the database and back, and there are only a few
 * when somebody is added.
 */
final class EventInsert implements AppendEventsStatementBuilder {

    private static final String NOT_NULL_VIOLATION = "23502";
    private static final String NUMBER = "sequence_number";

    // Of an erased person nothing must be recorded any more: without a value for their key the whole statement fails.
    private static final String WITH_KEY = """
            with made as (
                insert into data_key (user_id, wrapped)
                select person, case when exists (select from erasure where user_id = person) then null else wrapped end
                  from (values (?::integer, ?::text)) as key (person, wrapped)
                 where person is not null)
            """;
    private static final int KEY_PARAMETERS = 2;

    // Without a value for the number the whole statement fails.
    private static final String CHECKED = """
            insert into %s (%s)
            values (?, ?,
                    case when (? or exists (select from domain_event where aggregate_id = ? and sequence_number = ?))
                          and (? or exists (select from domain_event
                                             where aggregate_id = ? and sequence_number = ? and event_id = ?))
                          and (%s)
                         then ?::bigint end,
                    ?, ?, ?, ?, ?, ?)
            """;

    private final StoreIdentity identity;

    EventInsert(StoreIdentity identity) {
        this.identity = identity;
    }

    /** Whether an append failed because the store lacks an event that must be there. */
    static boolean isOnAHole(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException refused
                    && NOT_NULL_VIOLATION.equals(refused.getSQLState())
                    && refused.getServerErrorMessage() != null
                    && NUMBER.equals(refused.getServerErrorMessage().getColumn())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public PreparedStatement build(
            Connection connection,
            EventSchema schema,
            Class<?> dataType,
            List<? extends EventMessage<?>> events,
            Serializer serializer,
            TimestampWriter times)
            throws SQLException {
        var withKey = events.stream().anyMatch(event -> event instanceof SealedEvent<?> sealed && sealed.isFirst());
        var condition = AppendCondition.current();
        var insert = CHECKED.formatted(
                schema.domainEventTable(), schema.domainEventFields(), condition == null ? "true" : condition.sql());
        var mark = identity.mark();
        var statement = connection.prepareStatement(withKey ? WITH_KEY + insert : insert);
        for (var message : events) {
            if (!(message instanceof DomainEventMessage<?> event)) {
                throw new IllegalArgumentException("an event of no aggregate: " + message.getIdentifier());
            }
            // First, because a key is made by it.
            var payload = event.serializePayload(serializer, dataType);
            var next = 1;
            if (withKey) {
                setKey(statement, event);
                next += KEY_PARAMETERS;
            }
            statement.setString(next++, event.getIdentifier());
            statement.setString(next++, event.getAggregateIdentifier());
            next = setChecks(statement, next, event, mark);
            if (condition != null) {
                next = condition.set(statement, next);
            }
            statement.setLong(next++, event.getSequenceNumber());
            statement.setString(next++, event.getType());
            times.writeTimestamp(statement, next++, event.getTimestamp());
            statement.setString(next++, payload.getType().getName());
            statement.setString(next++, payload.getType().getRevision());
            statement.setObject(next++, payload.getData());
            statement.setObject(
                    next, event.serializeMetaData(serializer, dataType).getData());
            statement.addBatch();
        }
        return statement;
    }

    private static int setChecks(
            PreparedStatement statement, int first, DomainEventMessage<?> event, @Nullable Mark mark)
            throws SQLException {
        var next = first;
        statement.setBoolean(next++, event.getSequenceNumber() == 0);
        statement.setString(next++, event.getAggregateIdentifier());
        statement.setLong(next++, event.getSequenceNumber() - 1);
        statement.setBoolean(next++, mark == null);
        statement.setString(next++, mark == null ? "" : mark.aggregate());
        statement.setLong(next++, mark == null ? -1 : mark.sequence());
        statement.setString(next++, mark == null ? "" : mark.event());
        return next;
    }

    private static void setKey(PreparedStatement statement, EventMessage<?> event) throws SQLException {
        var made = event instanceof SealedEvent<?> sealed ? sealed.made() : null;
        if (made == null) {
            statement.setNull(1, Types.INTEGER);
            statement.setNull(2, Types.VARCHAR);
        } else {
            statement.setInt(1, made.stored().user().value());
            statement.setString(2, made.stored().wrapped());
        }
    }
}
