package io.rollbook.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageChatterTest {

    private static final String POOL = "com.zaxxer.hikari.pool.PoolBase";
    private static final String STORE = "org.axonframework.eventsourcing.eventstore.EmbeddedEventStore";
    private static final Throwable AWAY = new IllegalStateException(
            new SQLTransientConnectionException("away", new SQLException("refused", "08001")));

    private final LoggerContext context = new LoggerContext();
    private final OutageChatter chatter = new OutageChatter();

    @AfterEach
    void remove() {
        chatter.destroy();
    }

    @Test
    void whatLibrariesTellOfAStoreThatIsAwayIsKeptOut() {
        assertThat(decide(STORE, Level.ERROR, "Failed to read events", AWAY)).isEqualTo(FilterReply.DENY);
        assertThat(decide(POOL, Level.WARN, "Pool is empty", AWAY)).isEqualTo(FilterReply.DENY);
        assertThat(chatter.decide(
                        null,
                        context.getLogger(POOL),
                        Level.WARN,
                        "{} - {} marked as broken",
                        new Object[] {"pool", "connection", AWAY},
                        null))
                .isEqualTo(FilterReply.DENY);
        assertThat(decide(POOL, Level.WARN, "{} - Failed to validate connection {}", null))
                .isEqualTo(FilterReply.DENY);
    }

    @Test
    void faultsAndWhateverElseLibrariesTellGetThrough() {
        assertThat(decide(STORE, Level.ERROR, "Failed to read events", new IllegalStateException("unreadable")))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(STORE, Level.ERROR, "Failed to read events", new SQLException("no such column", "42703")))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(POOL, Level.WARN, "Thread starvation or clock leap detected", null))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(STORE, Level.DEBUG, "Failed to read events", AWAY)).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void whatWeTellOurselvesGetsThrough() {
        assertThat(decide("io.rollbook.command.publishing.PublishingWatch", Level.WARN, "waiting", AWAY))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    private FilterReply decide(String logger, Level level, String format, @Nullable Throwable throwable) {
        Logger named = context.getLogger(logger);
        return chatter.decide(null, named, level, format, null, throwable);
    }
}
