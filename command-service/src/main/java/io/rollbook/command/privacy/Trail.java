package io.rollbook.command.privacy;

import io.rollbook.api.user.UserId;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where in the history a user is met beside their own events. */
@Component
class Trail {

    private static final int AT_ONCE = 500;

    private final JdbcClient jdbc;

    Trail(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Something a user did to something or somebody else; what it said is not the user's.
     *
     * @param index its place in the whole store
     * @param subject the aggregate it was done to, for example {@code role-4}
     * @param correlation the id of the request
     */
    record Deed(
            long index,
            OffsetDateTime time,
            String type,
            String subject,
            @Nullable String correlation) {}

    /** The aggregates of all integrations the user ever had, in the order in which they came. */
    List<String> integrationsOf(UserId user) {
        return jdbc.sql("""
                        select aggregate_id from domain_event
                         where payload_type = 'integration.added' and payload->>'userId' = :user
                         order by global_index
                        """)
                .param("user", Integer.toString(user.value()))
                .query(String.class)
                .list();
    }

    /** What the user did to others, in order, read in stretches while the stream is. */
    Stream<Deed> deedsOf(UserId user) {
        return Stream.iterate(
                        deedsOf(user, 0),
                        deeds -> !deeds.isEmpty(),
                        deeds -> deedsOf(user, deeds.getLast().index()))
                .flatMap(List::stream);
    }

    private List<Deed> deedsOf(UserId user, long after) {
        return jdbc.sql("""
                        select global_index, recorded_at, payload_type, aggregate_id, metadata->>'correlationId' as request
                          from domain_event
                         where metadata->>'actor' = :user and global_index > :after and aggregate_id <> :user
                         order by global_index limit :limit
                        """)
                .param("user", user.toString())
                .param("after", after)
                .param("limit", AT_ONCE)
                .query((row, number) -> new Deed(
                        row.getLong("global_index"),
                        row.getObject("recorded_at", OffsetDateTime.class),
                        row.getString("payload_type"),
                        row.getString("aggregate_id"),
                        row.getString("request")))
                .list();
    }
}
