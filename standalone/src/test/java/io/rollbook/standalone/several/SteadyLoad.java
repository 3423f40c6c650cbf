package io.rollbook.standalone.several;

import static org.awaitility.Awaitility.await;

import io.rollbook.standalone.several.Clients.Acknowledged;
import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningInstances;
import io.rollbook.standalone.support.Samples;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Clients who change and read through the one origin without a pause, and note what became of every request. */
final class SteadyLoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WRITERS = 4;
    private static final int READERS = 2;

    private final RollbookClient client;
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS + READERS);
    private volatile boolean sending = true;

    /**
     * A request and what became of it.
     *
     * @param begun when it was sent, by {@link System#nanoTime}
     * @param answer {@code null} when the connection broke instead
     */
    record Sent(
            boolean change,
            long begun,
            String request,
            @Nullable Answer answer) {

        boolean served() {
            return answer != null && answer.status() < 300;
        }
    }

    SteadyLoad(RunningInstances system) {
        client = RollbookClient.anonymous(system.commands(), system.queries())
                .withToken(system.people().admin().client().token())
                .forgetful();
        for (var i = 0; i < WRITERS; i++) {
            var own = "/api/users/"
                    + client.post("/api/users", Samples.user()).payload().path("id");
            threads.execute(() -> write(own));
        }
        for (var i = 0; i < READERS; i++) {
            threads.execute(this::read);
        }
    }

    /** What has been acknowledged so far. */
    List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Every request begun since {@code moment} that was not served, as far as is known. */
    List<Sent> failedSince(long moment) {
        return sent.stream()
                .filter(one -> one.begun() - moment >= 0 && !one.served())
                .toList();
    }

    /** Waits until so many changes and reads begun from now on have been served. */
    void goOn(int requests) {
        var now = System.nanoTime();
        await().atMost(PATIENCE).until(() -> served(now, true) >= requests && served(now, false) >= requests);
    }

    private long served(long since, boolean change) {
        return sent.stream()
                .filter(one -> one.change() == change && one.begun() - since >= 0 && one.served())
                .count();
    }

    private void write(String user) {
        while (sending) {
            var mark = Samples.unique("Post");
            change("PUT " + user, mark, () -> client.put(user, Fields.of("jabatan", mark)));
            var role = Samples.role();
            change("POST role", role.text("name"), () -> client.post("/api/roles", role));
        }
    }

    private void change(String request, String mark, Supplier<Answer> command) {
        var answer = send(true, request, command);
        if (answer != null && answer.status() < 300) {
            acknowledged.add(new Acknowledged(answer.consistencyToken().split("@", 2)[0], answer.version(), mark));
        }
    }

    private void read() {
        while (sending) {
            send(false, "GET role", () -> client.get("/api/roles/1"));
            send(false, "GET users", () -> client.get("/api/users?page=1&limit=5"));
        }
    }

    private @Nullable Answer send(boolean change, String request, Supplier<Answer> sending) {
        var begun = System.nanoTime();
        Answer answer = null;
        try {
            answer = sending.get();
        } catch (UncheckedIOException broken) {
            // Noted below.
        }
        sent.add(new Sent(change, begun, request, answer));
        return answer;
    }

    @Override
    public void close() {
        sending = false;
        threads.close();
    }
}
