package io.rollbook.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.standalone.support.RunningStandalone;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the standalone in the middle of its work, again and again: what was acknowledged stays, nothing comes twice. */
@Tag("thorough")
class CrashIT {

    private static final int ROUNDS = 3;
    private static final int CLIENTS = 4;
    private static final int COMMANDS_A_ROUND = 150;
    private static final int BUILT_IN_ROLES_AND_FIRST_ADMIN = 4;

    private final List<Ledger> ledgers =
            Stream.generate(Ledger::new).limit(CLIENTS).toList();

    @TempDir
    private Path data;

    @Test
    void whatWasAcknowledgedOutlivesEveryCrash() throws SQLException {
        for (var round = 0; round < ROUNDS; round++) {
            var standalone = RunningStandalone.start(data);
            verify(standalone);
            crashUnderLoad(standalone);
        }
        Roll shown;
        try (var standalone = RunningStandalone.start(data)) {
            verify(standalone);
            shown = Roll.read(standalone.people().admin().client());
        }
        var folded = StoreFold.of(data);
        assertThat(shown.resources()).hasSizeGreaterThan(ROUNDS * CLIENTS).isEqualTo(folded.resources());
        assertThat(shown.roles()).isEqualTo(folded.roles());
    }

    private void crashUnderLoad(RunningStandalone standalone) {
        var client = standalone.people().admin().client().forgetful();
        var acknowledged = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            var loads = ledgers.stream()
                    .map(ledger -> CompletableFuture.runAsync(new Load(client, ledger, acknowledged), threads))
                    .toList();
            try {
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> acknowledged.get() >= COMMANDS_A_ROUND
                                || loads.stream().anyMatch(CompletableFuture::isDone));
            } finally {
                standalone.kill();
            }
            loads.forEach(CompletableFuture::join);
        }
        assertThat(acknowledged).hasValueGreaterThanOrEqualTo(COMMANDS_A_ROUND);
    }

    private void verify(RunningStandalone standalone) {
        try {
            var admin = standalone.people().admin().client();
            // What follows from an event, as the end of a deleted user's integrations, may take a moment.
            await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> verify(Roll.read(admin)));
            var roll = Roll.read(admin);
            ledgers.forEach(ledger -> ledger.settle(roll.resources()));
        } catch (RuntimeException | Error e) {
            standalone.kill();
            throw e;
        }
    }

    private void verify(Roll roll) {
        var explained = new TreeSet<String>();
        ledgers.forEach(ledger -> ledger.verify(roll.resources(), explained));
        var unexplained = new ArrayList<>(roll.resources().keySet());
        unexplained.removeAll(explained);
        assertThat(unexplained)
                .as("what nobody asked for, beside the built-in roles and the first admin")
                .hasSize(BUILT_IN_ROLES_AND_FIRST_ADMIN);
        assertThat(roll.resources().entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(Roll.USERS))
                        .map(entry -> entry.getValue().path("email").stringValue()))
                .doesNotHaveDuplicates();
        assertThat(roll.resources().values())
                .filteredOn(resource -> resource.has("userId"))
                .as("integrations of users who are there")
                .allMatch(integration -> roll.resources()
                        .containsKey(Roll.USERS + "/"
                                + integration.path("userId").stringValue().replace("user-", "")));
    }
}
