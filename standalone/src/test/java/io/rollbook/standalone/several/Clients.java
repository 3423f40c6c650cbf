package io.rollbook.standalone.several;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningInstances;
import io.rollbook.standalone.support.RunningInstances.Instance;
import io.rollbook.standalone.support.Samples;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Several clients at once, each going round all instances as behind a proxy: they change the same users from every side,
 * make things of their own and read them again. Of a request that is not answered nobody knows whether it happened, and
 * the client goes on at the next instance.
 */
final class Clients {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CLIENTS = 4;
    private static final int SHARED_USERS = 3;

    private final RunningInstances system;
    private final String token;
    private final List<String> sharedUsers;
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean loading;
    private volatile @Nullable Instance avoided;

    /**
     * A command that was answered with success.
     *
     * @param mark a text that the event has and no other event has
     */
    record Acknowledged(String aggregate, long version, String mark) {}

    Clients(RunningInstances system) {
        this.system = system;
        var admin = system.people().admin().client();
        token = admin.token();
        sharedUsers = IntStream.range(0, SHARED_USERS)
                .mapToObj(i -> "/api/users/"
                        + admin.post("/api/users", Samples.user()).payload().path("id"))
                .toList();
    }

    /** What has been acknowledged so far. */
    List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** From now on nobody asks that one, {@code null} for none: it would keep them waiting for its answer. */
    void avoid(@Nullable Instance instance) {
        avoided = instance;
    }

    /** Lets all of them send until so many commands more are acknowledged; in the middle of it {@code incident} happens. */
    void send(int commands, Runnable incident) {
        var before = acknowledged.size();
        loading = true;
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            var loads = new ArrayList<CompletableFuture<Void>>();
            for (var i = 0; i < CLIENTS; i++) {
                loads.add(CompletableFuture.runAsync(this::load, threads));
            }
            try {
                awaitAcknowledged(before + commands / 2, loads);
                incident.run();
                awaitAcknowledged(before + commands, loads);
            } finally {
                loading = false;
            }
            loads.forEach(CompletableFuture::join);
        }
    }

    private void awaitAcknowledged(int commands, List<CompletableFuture<Void>> loads) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> acknowledged.size() >= commands
                        || loads.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
    }

    private void load() {
        while (loading) {
            for (var shared : sharedUsers) {
                change(shared);
            }
            aRoleOfItsOwn();
            anIntegration();
        }
    }

    // Whoever else changes the user at the same moment: the field is set, whatever version that makes.
    private void change(String user) {
        var mark = Samples.unique("Post");
        answered(client -> client.put(user, Fields.of("jabatan", mark)), mark);
    }

    private void aRoleOfItsOwn() {
        var fields = Samples.role();
        var name = fields.text("name");
        answered(client -> client.post("/api/roles", fields), name).ifPresent(made -> {
            var path = "/api/roles/" + made.payload().path("id");
            read(made, path).ifPresent(read -> {
                assertThat(read.status()).as("%s", read).isEqualTo(200);
                assertThat(read.payload().path("name").stringValue()).isEqualTo(name);
            });
        });
    }

    private void anIntegration() {
        var user = sharedUsers.get(turn.get() % SHARED_USERS);
        var fields = Samples.integration(Integer.parseInt(user.substring("/api/users/".length())));
        answered(client -> client.post("/api/userIntegration", fields), fields.text("integrationId"));
    }

    private Optional<Answer> answered(Function<RollbookClient, Answer> command, String mark) {
        try {
            var answer = command.apply(next());
            if (answer.status() == 503) {
                return Optional.empty();
            }
            assertThat(answer.status()).as("%s", answer).isLessThan(300);
            var aggregate = answer.consistencyToken().split("@", 2)[0];
            acknowledged.add(new Acknowledged(aggregate, answer.version(), mark));
            return Optional.of(answer);
        } catch (UncheckedIOException unanswered) {
            // It may have happened or not. The next request goes to another instance.
            return Optional.empty();
        }
    }

    // Whoever has written something reads it wherever they ask, unless they are told that what they read is old.
    private Optional<Answer> read(Answer after, String path) {
        try {
            var read = next().after(after).get(path);
            return read.status() == 503 || read.header("X-Consistency") != null ? Optional.empty() : Optional.of(read);
        } catch (UncheckedIOException unanswered) {
            return Optional.empty();
        }
    }

    private RollbookClient next() {
        var number = turn.getAndIncrement();
        return RollbookClient.anonymous(
                        of(system.commandServices(), number).uri(),
                        of(system.queryServices(), number).uri())
                .withToken(token)
                .forgetful();
    }

    private Instance of(List<Instance> instances, int number) {
        var asked = instances.stream().filter(instance -> instance != avoided).toList();
        return asked.get(Math.floorMod(number, asked.size()));
    }
}
