package io.rollbook.command.store;

import io.rollbook.web.platform.Pace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;

/** Axon's JDBC engine in PostgreSQL's words: {@code timestamptz}, {@code json}, and its code for a duplicate key. */
final class PostgresEventStorageEngine extends JdbcEventStorageEngine {

    private static final EventSchema SCHEMA = EventSchema.builder()
            .eventTable("domain_event")
            .globalIndexColumn("global_index")
            .eventIdentifierColumn("event_id")
            .typeColumn("aggregate_type")
            .aggregateIdentifierColumn("aggregate_id")
            .sequenceNumberColumn("sequence_number")
            .timestampColumn("recorded_at")
            .payloadTypeColumn("payload_type")
            .payloadRevisionColumn("revision")
            .payloadColumn("payload")
            .metaDataColumn("metadata")
            .build();

    // A reader that meets a gap in the global index waits for it to be filled. No transaction lives longer than ten
    // seconds (see the connection's transaction_timeout), so a gap this old is a rolled-back one, whatever the load.
    private static final int GAP_TIMEOUT_MILLISECONDS = 20_000;
    private static final int FARTHEST_GAP = 1_000_000;
    private static final int BATCH = 500;

    // Who follows the store reads after each append. Under load appends come more often than this, and share a reading:
    // with
    // it everything behind, from the topic to the read models, is done for several events at once.
    private static final Duration READINGS_APART = Duration.ofMillis(5);

    private final Pace readings = new Pace(READINGS_APART);
    private final UnaryOperator<EventMessage<?>> sealing;
    private final Runnable look;

    /**
     * An engine that stores what {@code sealing} makes of an event, and hands out what {@code upcasters} make of that.
     *
     * @param look looks whether the store is still the one that is known, and throws when it is not
     */
    PostgresEventStorageEngine(
            Serializer eventSerializer,
            EventUpcaster upcasters,
            ConnectionProvider connections,
            TransactionManager transactions,
            UnaryOperator<EventMessage<?>> sealing,
            StoreIdentity identity,
            Runnable look) {
        super(builder()
                .eventSerializer(eventSerializer)
                .snapshotSerializer(eventSerializer)
                .upcasterChain(upcasters)
                .connectionProvider(connections)
                .transactionManager(transactions)
                .persistenceExceptionResolver(new SQLStateResolver("23505"))
                .schema(SCHEMA)
                .appendEvents(new EventInsert(identity))
                .dataType(String.class)
                .gapTimeout(GAP_TIMEOUT_MILLISECONDS)
                .maxGapOffset(FARTHEST_GAP)
                .batchSize(BATCH));
        this.sealing = sealing;
        this.look = look;
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        try {
            super.appendEvents(
                    events.stream().<EventMessage<?>>map(sealing::apply).toList(), serializer);
        } catch (RuntimeException e) {
            if (EventInsert.isOnAHole(e)) {
                look.run();
                // The store is the same, so the aggregate in memory was not, and is read anew; or its condition does
                // not hold.
                throw new ConcurrencyException("the event before is not in the store, or more has changed", e);
            }
            throw e;
        }
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(@Nullable TrackingToken last, int most) {
        try {
            readings.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        // Only what has come to the end is kept apart: who catches up reads on at once.
        var found = super.fetchTrackedEvents(last, most);
        if (found.size() < most) {
            readings.begun();
        }
        return found;
    }

    /** There are no snapshots: aggregates are short and the ones in use are cached. */
    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return Stream.empty();
    }

    @Override
    protected Object readTimeStamp(ResultSet row, String column) throws SQLException {
        return DateTimeUtils.formatInstant(
                row.getObject(column, OffsetDateTime.class).toInstant());
    }

    @Override
    protected void writeTimestamp(PreparedStatement statement, int position, Instant time) throws SQLException {
        statement.setObject(position, time.atOffset(ZoneOffset.UTC));
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    protected <T> T readPayload(ResultSet row, String column) throws SQLException {
        return (T) row.getString(column);
    }
}
