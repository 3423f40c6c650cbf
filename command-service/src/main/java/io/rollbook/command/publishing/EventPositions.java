package io.rollbook.command.publishing;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The one order without gaps in which events are published. The first event has position 1, and an event keeps the
 * position that it was given.
 *
 * <p>What gives positions belongs into a transaction that holds the claim on publishing: of two that give positions at once, one
 * would fail.
 */
final class EventPositions {

    private static final int SLICE = 10_000;

    // An event that commits late fills a gap. None is so far behind: no transaction lives longer than ten seconds.
    private static final int LATEST = 100_000;

    private final JdbcClient jdbc;

    EventPositions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The positions of the events with these global indexes, by index. Those that have none yet get the next ones, in the
     * order given.
     */
    Map<Long, Long> give(List<Long> indexes) {
        return byIndex(jdbc.sql("""
                        with unplaced as (
                            select one.global_index, row_number() over (order by one.place) as place
                              from unnest(:indexes::bigint[]) with ordinality as one (global_index, place)
                             where not exists (select from event_position known
                                                where known.global_index = one.global_index)),
                        given as (
                            insert into event_position (position, global_index)
                            select (select coalesce(max(position), 0) from event_position) + place, global_index from unplaced
                            returning position, global_index)
                        select position, global_index from given
                        union all
                        select position, global_index from event_position where global_index = any (:indexes::bigint[])
                        """).param("indexes", indexes.toArray(Long[]::new)));
    }

    /** The positions of those of these events that have one, by global index. */
    Map<Long, Long> of(List<Long> indexes) {
        return byIndex(jdbc.sql(
                        "select position, global_index from event_position where global_index = any (:indexes::bigint[])")
                .param("indexes", indexes.toArray(Long[]::new)));
    }

    private static Map<Long, Long> byIndex(JdbcClient.StatementSpec query) {
        var positions = new HashMap<Long, Long>();
        query.query(row -> {
            positions.put(row.getLong("global_index"), row.getLong("position"));
        });
        return positions;
    }

    /** Where {@link #giveMissing} has to begin: what lies before has positions. */
    long firstMissing() {
        return jdbc.sql("select coalesce(max(global_index), 0) from event_position")
                        .query(Long.class)
                        .single()
                - LATEST;
    }

    /**
     * Gives positions to some of the events that were published by a version that knew of none.
     *
     * @param after begin behind this global index
     * @param last the last global index that was published
     * @param gaps what was not there when it was passed
     * @return how many got one; 0 when none is left without
     */
    int giveMissing(long after, long last, Collection<Long> gaps) {
        return jdbc.sql("""
                        insert into event_position (position, global_index)
                        select (select coalesce(max(position), 0) from event_position)
                                   + row_number() over (order by global_index),
                               global_index
                          from (select stored.global_index
                                  from domain_event stored
                                 where stored.global_index > :after and stored.global_index <= :last
                                   and stored.global_index <> all (:gaps::bigint[])
                                   and not exists (select from event_position known
                                                    where known.global_index = stored.global_index)
                                 order by stored.global_index
                                 limit :slice) missing
                        """)
                .param("after", after)
                .param("last", last)
                .param("gaps", gaps.toArray(Long[]::new))
                .param("slice", SLICE)
                .update();
    }
}
