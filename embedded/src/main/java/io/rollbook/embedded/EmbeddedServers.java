package io.rollbook.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that Rollbook needs to run by itself: PostgreSQL and Kafka, which keep their data in one folder, and a
 * MongoDB-compatible server in memory, whose content is folded again from Kafka after each start.
 *
 * <p>The folder belongs to one Rollbook at a time; the file {@code lock} in it is held while it runs. The operating
 * system frees it when the process ends, however it ends.
 */
public final class EmbeddedServers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServers.class);
    private static final long NEEDED_BYTES = 256L << 20;

    private final Deque<AutoCloseable> started;
    private final PostgresServer postgres;
    private final KafkaServer kafka;
    private final MongoServer mongo;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedServers(
            Deque<AutoCloseable> started, PostgresServer postgres, KafkaServer kafka, MongoServer mongo) {
        this.started = started;
        this.postgres = postgres;
        this.kafka = kafka;
        this.mongo = mongo;
    }

    /**
     * Starts the three servers and waits until they serve: about 4 s the first time, then 2 s. Each asks for a password
     * that is made up at the first start or at each. If one fails, those that
     * had started are stopped again.
     *
     * @param data the folder for everything; made if need be; at least 256 MiB must be free on its disk
     * @throws EmbeddedServersException if the folder cannot be used, another Rollbook uses it, its disk is full, or a
     *     server does not start; the message is for the operator
     */
    public static EmbeddedServers start(Path data) {
        return start(data, Login.random());
    }

    /** Starts them so that Kafka and the document server let in whoever can reach them. */
    public static EmbeddedServers startOpen(Path data) {
        return start(data, null);
    }

    private static EmbeddedServers start(Path data, @Nullable Login login) {
        var folder = data.toAbsolutePath().normalize();
        // Closed from the front: what was started last stops first.
        var started = new ArrayDeque<AutoCloseable>();
        try {
            started.push(lock(folder));
            requireSpace(folder);
            var postgres = CompletableFuture.supplyAsync(
                    () -> PostgresServer.start(folder.resolve("postgres")), EmbeddedServers::onThread);
            var kafka = CompletableFuture.supplyAsync(
                    () -> KafkaServer.start(folder.resolve("kafka"), login), EmbeddedServers::onThread);
            // Both are awaited before either failure is reported, or the other would go on starting unseen.
            var postgresFailure = collect(postgres, started);
            var kafkaFailure = collect(kafka, started);
            if (postgresFailure != null) {
                throw postgresFailure;
            }
            if (kafkaFailure != null) {
                throw kafkaFailure;
            }
            var mongo = login == null ? MongoServer.start() : MongoServer.start(login);
            started.push(mongo);
            return new EmbeddedServers(started, postgres.join(), kafka.join(), mongo);
        } catch (RuntimeException e) {
            closeAll(started);
            throw e;
        }
    }

    /** The event store. */
    public PostgresServer postgres() {
        return postgres;
    }

    /** The way from the event store to the projections. */
    public KafkaServer kafka() {
        return kafka;
    }

    /** The read models; empty after each start. */
    public MongoServer mongo() {
        return mongo;
    }

    /**
     * Stops the servers, readers first and the event store last, and frees the folder. Stop whatever uses them before.
     * Closing again does nothing.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closeAll(started);
        }
    }

    private static void onThread(Runnable task) {
        Thread.ofPlatform().name("embedded-start").daemon().start(task);
    }

    private static <T extends AutoCloseable> @Nullable RuntimeException collect(
            CompletableFuture<T> starting, Deque<AutoCloseable> started) {
        try {
            started.push(starting.join());
            return null;
        } catch (CompletionException e) {
            return e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void closeAll(Deque<AutoCloseable> started) {
        while (!started.isEmpty()) {
            var server = started.pop();
            try {
                server.close();
            } catch (Exception e) { // one that does not stop must not keep the others running
                LOG.warn("{} did not stop cleanly", server.getClass().getSimpleName(), e);
            }
        }
    }

    @SuppressWarnings("resource") // the lock and its channel live until close()
    private static AutoCloseable lock(Path folder) {
        try {
            Files.createDirectories(folder);
            var channel = FileChannel.open(
                    folder.resolve("lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new EmbeddedServersException(
                        "Another Rollbook is running on the folder %s; stop it, or choose another folder."
                                .formatted(folder));
            }
            // Writing shows that there is room for at least something.
            channel.truncate(0).write(ByteBuffer.wrap(new byte[4096]));
            channel.force(true);
            channel.truncate(0);
            return channel;
        } catch (IOException e) {
            throw new EmbeddedServersException(
                    "The folder %s cannot be used (%s); make it writable, or choose another folder."
                            .formatted(folder, Reasons.of(e)),
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held in this very JVM
        }
    }

    private static void requireSpace(Path folder) {
        long usable;
        try {
            usable = Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            LOG.debug("The free space of {} is unknown", folder, e);
            return;
        }
        if (usable < NEEDED_BYTES) {
            throw new EmbeddedServersException(
                    "The disk of the folder %s has only %s MiB left; free at least %s MiB, or choose another folder."
                            .formatted(folder, usable >> 20, NEEDED_BYTES >> 20));
        }
    }
}
