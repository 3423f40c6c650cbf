package io.rollbook.command.publishing;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.command.bus.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was asked for to fill the topic again from the store, and how far each has come. One is under way at a time. */
@Component
public class Republications {

    private static final Reason UNDER_WAY =
            new Reason(ErrorCode.CONFLICT, "the topic is being filled already; GET shows how far that is");
    private static final Reason NONE =
            new Reason(ErrorCode.NOT_FOUND, "the topic was never filled again; POST begins it");

    private final JdbcClient jdbc;

    Republications(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One of them.
     *
     * @param requestedBy who asked, for example {@code user-1}
     * @param reached up to which global index events have been sent again, 0 before the first
     * @param last up to which they will be: what was published when it was asked for
     * @param sent how many have been sent again
     * @param total how many there were to send
     * @param finishedAt {@code null} while it is under way
     */
    public record Republication(
            int id,
            String requestedBy,
            Instant requestedAt,
            long reached,
            long last,
            long sent,
            long total,
            @Nullable Instant finishedAt) {}

    /**
     * Asks for everything to be sent again that has been published so far.
     *
     * @throws Rejection when one is under way
     */
    public Republication begin(Actor actor) {
        try {
            return jdbc.sql("""
                            insert into republication (requested_by, last, total)
                            select :actor, coalesce(max(global_index), 0), count(*) from event_position
                            returning *
                            """)
                    .param("actor", actor.name())
                    .query((row, number) -> republication(row))
                    .single();
        } catch (DuplicateKeyException e) {
            throw new Rejection(UNDER_WAY);
        }
    }

    /**
     * The latest.
     *
     * @throws Rejection when there was none
     */
    public Republication latest() {
        return jdbc.sql("select * from republication order by id desc limit 1")
                .query((row, number) -> republication(row))
                .optional()
                .orElseThrow(() -> new Rejection(NONE));
    }

    Optional<Republication> underWay() {
        return jdbc.sql("select * from republication where finished_at is null")
                .query((row, number) -> republication(row))
                .optional();
    }

    /** So many more have been sent again, up to that global index. */
    void advance(int id, long reached, int sent) {
        jdbc.sql("update republication set reached = :reached, sent = sent + :sent where id = :id")
                .param("reached", reached)
                .param("sent", sent)
                .param("id", id)
                .update();
    }

    void finish(int id) {
        jdbc.sql("update republication set finished_at = now() where id = :id")
                .param("id", id)
                .update();
    }

    private static Republication republication(ResultSet row) throws SQLException {
        return new Republication(
                row.getInt("id"),
                row.getString("requested_by"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                row.getLong("reached"),
                row.getLong("last"),
                row.getLong("sent"),
                row.getLong("total"),
                Optional.ofNullable(row.getObject("finished_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)
                        .orElse(null));
    }
}
