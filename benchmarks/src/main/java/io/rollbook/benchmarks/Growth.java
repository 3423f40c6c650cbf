package io.rollbook.benchmarks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Roles with a history of years: each was renamed in turn, again and again, so that no role's events lie together. */
final class Growth {

    private static final String RENAMED = """
            insert into domain_event (event_id, aggregate_type, aggregate_id, sequence_number, recorded_at, payload_type,
                                      revision, payload, metadata)
            select gen_random_uuid()::text, aggregate_type, aggregate_id, ?, now(), 'role.renamed', revision, payload, metadata
              from domain_event
             where aggregate_id = any (?) and sequence_number = 0
            """;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration FOLDED_WITHIN = Duration.ofMinutes(10);

    private Growth() {}

    /** The ids of so many new roles, once each has that many events and the read side has folded them. */
    static List<String> roles(int roles, int events, Roll roll, EventStore store) throws SQLException {
        var api = roll.api();
        var ids = IntStream.range(0, roles)
                .mapToObj(i -> api.json("POST", "/api/roles", "{\"name\":\"Old %s of %s\"}".formatted(i, events))
                        .at("/data/data/id")
                        .asString())
                .toList();
        try (var connection = store.connect();
                var rename = connection.prepareStatement(RENAMED)) {
            var aggregates = connection.createArrayOf(
                    "text", ids.stream().map(id -> "role-" + id).toArray());
            for (var sequence = 1; sequence < events; sequence++) {
                rename.setLong(1, sequence);
                rename.setArray(2, aggregates);
                rename.executeUpdate();
            }
        }
        awaitFolded(api, ids.getLast());
        return ids;
    }

    private static void awaitFolded(Api api, String role) {
        var path = "/api/roles/" + role;
        var token = api.send("PUT", path, "{\"name\":\"Old %s at last\"}".formatted(role), "")
                .headers()
                .firstValue("X-Consistency-Token")
                .orElseThrow();
        var deadline = System.nanoTime() + FOLDED_WITHIN.toNanos();
        while (api.send("GET", path, "", token)
                .headers()
                .firstValue("X-Consistency")
                .filter("stale"::equals)
                .isPresent()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the read side does not fold what was stored");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}
