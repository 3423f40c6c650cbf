package io.rollbook.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The limit of a write: the same row, by bare JDBC into a table of the same shape in the same PostgreSQL, one durable
 * transaction a row.
 */
final class BareInserts {

    private static final String INSERT = """
            insert into benchmark.event (event_id, aggregate_type, aggregate_id, sequence_number, recorded_at, payload_type,
                                         revision, payload, metadata)
            values (?, 'Role', ?, ?, now(), 'role.created', '1', ?::json, ?::json)
            """;
    private static final String PAYLOAD = "{\"id\":4711,\"name\":\"a role of some length\"}";
    private static final String METADATA =
            "{\"actor\":\"user-1\",\"correlation\":\"0b1a6f5e-3a52-4c3f-9d8e-5f7a1c2b3d4e\"}";

    private final EventStore store;

    BareInserts(EventStore store) {
        this.store = store;
        try (var connection = store.connect();
                var statement = connection.createStatement()) {
            statement.execute("create schema if not exists benchmark");
            statement.execute("create table if not exists benchmark.event (like public.domain_event including all)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From so many connections at once. */
    Slice run(int connections, Duration time) {
        var begin = System.nanoTime();
        var end = begin + time.toNanos();
        try (var threads = Executors.newFixedThreadPool(connections)) {
            var done = IntStream.range(0, connections)
                    .mapToObj(i -> threads.submit(() -> insert(end)))
                    .toList();
            var nanos = done.stream()
                    .map(Futures::join)
                    .flatMapToLong(Arrays::stream)
                    .toArray();
            return Slice.of(LongStream.of(nanos), (System.nanoTime() - begin) / 1e9, 0, 0);
        }
    }

    private long[] insert(long end) throws SQLException {
        var times = LongStream.builder();
        var aggregate = "role-" + UUID.randomUUID();
        try (var connection = store.connect();
                var insert = prepare(connection)) {
            for (var sequence = 0L; System.nanoTime() < end; sequence++) {
                var begin = System.nanoTime();
                insert.setString(1, UUID.randomUUID().toString());
                insert.setString(2, aggregate);
                insert.setLong(3, sequence);
                insert.setString(4, PAYLOAD);
                insert.setString(5, METADATA);
                insert.executeUpdate();
                times.add(System.nanoTime() - begin);
            }
        }
        return times.build().toArray();
    }

    private static PreparedStatement prepare(Connection connection) throws SQLException {
        return connection.prepareStatement(INSERT);
    }
}
