package io.rollbook.command.store;

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

/**
 * The statement that appends events. With a person's first event it stores the key that was made to seal it: a statement of
 * its own would be another way to the database and back, and there are only a few when somebody is added.
 */
final class EventInsert implements AppendEventsStatementBuilder {

    // Of whoever is erased nothing must be recorded any more: without a value for their key the whole statement fails.
    private static final String WITH_KEY = """
            with made as (
                insert into data_key (user_id, wrapped)
                select person, case when exists (select from erasure where user_id = person) then null else wrapped end
                  from (values (?::integer, ?::text)) as key (person, wrapped)
                 where person is not null)
            """;
    private static final int KEY_PARAMETERS = 2;

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
        var insert = "insert into %s (%s) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                .formatted(schema.domainEventTable(), schema.domainEventFields());
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
