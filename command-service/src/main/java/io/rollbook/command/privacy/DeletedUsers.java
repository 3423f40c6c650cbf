package io.rollbook.command.privacy;

import io.rollbook.api.user.UserId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Users who are off the roll, of whom the store may still know everything. */
@Component
class DeletedUsers {

    private final JdbcClient jdbc;

    DeletedUsers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A user who was deleted and not erased.
     *
     * @param index the place of their deletion in the whole store
     */
    record Deleted(long index, UserId user) {}

    /**
     * Those deleted until {@code end}, in the order of their deletions.
     *
     * @param after the {@code index} of the last one known, 0 for the first
     * @param limit how many at most
     */
    List<Deleted> until(Instant end, long after, int limit) {
        return jdbc.sql("""
                        select e.global_index, e.aggregate_id from domain_event e
                         where e.payload_type = 'user.deleted' and e.global_index > :after and e.recorded_at <= :end
                           and not exists (select from erasure x where 'user-' || x.user_id = e.aggregate_id)
                         order by e.global_index limit :limit
                        """)
                .param("after", after)
                .param("end", end.atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, number) -> new Deleted(
                        row.getLong("global_index"),
                        UserId.parse(row.getString("aggregate_id")).orElseThrow()))
                .list();
    }
}
