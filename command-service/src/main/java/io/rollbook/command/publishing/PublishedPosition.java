package io.rollbook.command.publishing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Set;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads from the store how far publishing has come, whichever instance publishes. It looks at the position without
 * claiming it, which Axon's token store cannot. Position and events are read as of one moment.
 */
final class PublishedPosition {

    // An instance renews its claim every second; one that has not for this long has lost it.
    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(4);

    private final JdbcClient jdbc;
    private final Serializer serializer;
    private final TransactionTemplate snapshot;

    PublishedPosition(JdbcClient jdbc, Serializer serializer, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.serializer = serializer;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    private record Position(
            long index, Set<Long> gaps, @Nullable String holder) {}

    /**
     * How far publishing has come.
     *
     * @throws org.springframework.dao.DataAccessException when the store cannot be read
     * @throws org.springframework.transaction.TransactionException when it cannot be reached
     */
    PublishingState look() {
        return Objects.requireNonNull(snapshot.execute(begun -> read()));
    }

    private PublishingState read() {
        var position = jdbc.sql(
                        "select token, token_type, timestamp, owner from token_entry where processor_name = :name")
                .param("name", EventPublisher.PROCESSOR)
                .query((row, number) -> position(row))
                .optional()
                .orElseGet(() -> new Position(0, Set.of(), null));
        var oldest = earlier(oldestAfter(position.index()), oldestIn(position.gaps()));
        return new PublishingState(
                position.index(), oldest, oldest == null ? 0 : countAfter(position.index()), position.holder());
    }

    private Position position(ResultSet row) throws SQLException {
        var token = row.getBytes("token");
        var tracking = token == null
                ? null
                : serializer.<byte[], TrackingToken>deserialize(
                        new SimpleSerializedObject<>(token, byte[].class, row.getString("token_type"), null));
        var index = tracking == null ? 0 : tracking.position().orElse(0);
        var gaps = tracking instanceof GapAwareTrackingToken aware ? aware.getGaps() : Set.<Long>of();
        return new Position(index, Set.copyOf(gaps), holder(row.getString("owner"), row.getString("timestamp")));
    }

    private static @Nullable String holder(@Nullable String owner, @Nullable String renewed) {
        if (owner == null || renewed == null) {
            return null;
        }
        var lapsed = DateTimeUtils.parseInstant(renewed).plus(CLAIM_TIMEOUT).isBefore(Instant.now());
        return lapsed ? null : owner;
    }

    private @Nullable Instant oldestAfter(long index) {
        return jdbc.sql(
                        "select recorded_at from domain_event where global_index > :index order by global_index limit 1")
                .param("index", index)
                .query((row, number) -> time(row))
                .optional()
                .orElse(null);
    }

    // A gap is a number whose event was not there when those behind it were read. Most are of rolled-back transactions.
    private @Nullable Instant oldestIn(Set<Long> gaps) {
        return gaps.isEmpty()
                ? null
                : jdbc.sql(
                                "select recorded_at from domain_event where global_index in (:gaps) order by recorded_at limit 1")
                        .param("gaps", gaps)
                        .query((row, number) -> time(row))
                        .optional()
                        .orElse(null);
    }

    private long countAfter(long index) {
        return jdbc.sql(
                        "select count(*) from (select 1 from domain_event where global_index > :index limit :most) counted")
                .param("index", index)
                .param("most", PublishingState.MOST_COUNTED)
                .query(Long.class)
                .single();
    }

    private static Instant time(ResultSet row) throws SQLException {
        return row.getObject(1, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
