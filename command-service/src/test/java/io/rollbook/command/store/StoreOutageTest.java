package io.rollbook.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.TransactionSystemException;

class StoreOutageTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            08000, cannot be reached
            08001, cannot be reached
            08003, cannot be reached
            08004, cannot be reached
            08006, cannot be reached
            08P01, cannot be reached
            25006, takes no changes
            25P03, too slow
            25P04, too slow
            28000, cannot be reached
            28P01, cannot be reached
            3D000, cannot be reached
            40000, too slow
            40001, too slow
            40003, too slow
            40P01, too slow
            53000, short of resources
            53100, short of resources
            53200, short of resources
            53300, short of resources
            53400, short of resources
            55000, too slow
            55006, too slow
            55P03, too slow
            57000, starting or stopping
            57014, too slow
            57P01, starting or stopping
            57P02, starting or stopping
            57P03, starting or stopping
            57P04, starting or stopping
            57P05, starting or stopping
            58000, short of resources
            58030, short of resources
            58P01, short of resources
            F0001, short of resources
            """)
    void isAnOutage(String state, String sentence) {
        var outage = new EventStoreException("no", new SQLException("FATAL: because", state));

        assertThat(StoreOutage.isOne(outage)).isTrue();
        assertThat(StoreOutage.sentence(outage)).contains("the event store ", sentence);
        assertThat(StoreOutage.reason(outage)).isEqualTo("FATAL: because");
    }

    @ParameterizedTest
    @CsvSource({
        "22001", "22P02", "23502", "23503", "23505", "23514", "25001", "25P01", "25P02", "26000", "2D000", "42501",
        "42601", "42703", "42P01", "54000", "P0001", "XX000", "XX001", "XX002"
    })
    void isAFault(String state) {
        assertThat(StoreOutage.isOne(new EventStoreException("no", new SQLException("because", state))))
                .isFalse();
    }

    static Stream<Throwable> whereverItIsWrapped() {
        var late = new SQLException("FATAL: terminating connection due to transaction timeout", "25P04");
        var batch = new BatchUpdateException("batch entry 0", "22000", 0, new int[0]);
        batch.setNextException(late);
        var closing = new IllegalStateException("work failed");
        closing.addSuppressed(late);
        var rollback = new TransactionSystemException("could not roll back", new SQLException("gone", "08003"));
        rollback.initApplicationException(new IllegalStateException());
        return Stream.of(
                late,
                batch,
                closing,
                rollback,
                new UncategorizedSQLException("commit", null, late),
                new TransactionSystemException("could not commit", late),
                new CompletionException(new IllegalStateException(new EventStoreException("append", late))),
                new SQLTransientConnectionException(
                        "pool - Connection is not available, request timed out after 2000ms"),
                new SQLException("Connection is closed"),
                new SQLException("HikariDataSource HikariDataSource (HikariPool-1) has been closed."));
    }

    @ParameterizedTest
    @MethodSource("whereverItIsWrapped")
    void isAnOutageWherever(Throwable wrapped) {
        assertThat(StoreOutage.isOne(wrapped)).isTrue();
    }

    @Test
    void whatIsOfNoStoreIsNoOutageOfIt() {
        assertThat(StoreOutage.isOne(null)).isFalse();
        assertThat(StoreOutage.isOne(new IOException("disk"))).isFalse();
        assertThat(StoreOutage.isOne(new SQLException("no state"))).isFalse();
        var circle = new IllegalStateException("one");
        circle.addSuppressed(new IllegalStateException("other", circle));
        assertThat(StoreOutage.isOne(circle)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"40001, true", "40P01, true", "40003, false", "57014, false", "23505, false"})
    void isTriedAgainAtOnceOnlyWhenNothingCanHaveHappened(String state, boolean conflict) {
        var failure = new EventStoreException("no", new SQLException("because", state));

        assertThat(StoreOutage.isConflict(failure)).isEqualTo(conflict);
    }
}
