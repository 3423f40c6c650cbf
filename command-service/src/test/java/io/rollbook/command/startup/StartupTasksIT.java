package io.rollbook.command.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.command.WithWriteSide;
import io.rollbook.command.WriteSide;
import io.rollbook.command.store.ClusterLock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** What is made at the first start, when several start at once. */
class StartupTasksIT extends WithWriteSide {

    @Autowired
    private ClusterLock clusterLock;

    private final AtomicInteger provided = new AtomicInteger();

    @Test
    void oneInstanceProvidesAtATime() throws SQLException {
        var provisioning = new StartupTasks(List.of(provided::incrementAndGet), clusterLock);
        CompletableFuture<Void> start;
        try (var other = WriteSide.connections().getConnection();
                var statement = other.prepareStatement("select pg_advisory_lock(hashtextextended(?, 0))")) {
            statement.setString(1, StartupTasks.NAME);
            statement.execute();

            start = CompletableFuture.runAsync(provisioning::start);

            await().during(Duration.ofMillis(300)).until(() -> provided.get() == 0);
            assertThat(start).isNotDone();
        }
        await().atMost(Duration.ofSeconds(30)).until(start::isDone);
        assertThat(start).isCompleted();
        assertThat(provided).hasValue(1);
    }

    @Test
    void aStoreThatGoesAwayMeanwhileIsWaitedFor() {
        var provisioning = new StartupTasks(
                List.of(() -> {
                    if (provided.incrementAndGet() == 1) {
                        throw new CannotGetJdbcConnectionException("away", new SQLException("refused", "57P03"));
                    }
                }),
                clusterLock);

        provisioning.start();

        assertThat(provided).hasValue(2);
    }
}
