package io.rollbook.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller (KRaft) inside this JVM, with its log in a directory that outlives it.
 *
 * <p>Nothing is ever deleted from a topic for its age or size, committed offsets are kept ten years, and topics are not
 * made by accident. There is one replica of everything. An acknowledged record is in the operating system's page cache:
 * it survives kill -9 of the JVM, but a power cut may lose the last seconds. That is why nothing here may be the only
 * copy: the event store can fill the topics again.
 *
 * <p>The ports are others after each start. A JVM can run several at once. No JVM shutdown hook is registered, and a
 * broker that gives up does not end the JVM: it logs why, and its clients time out. The JVM's default locale becomes the
 * root one.
 */
public final class KafkaServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaServer.class);
    private static final int NODE_ID = 1;
    private static final int START_ATTEMPTS = 3;
    private static final Duration STOPPING_LIMIT = Duration.ofSeconds(10);
    private static final String CONTROLLER = "CONTROLLER";
    private static final String BROKER = "CLIENTS";
    private static final String MECHANISM = "PLAIN";

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final @Nullable Login login;
    private final AtomicBoolean closed = new AtomicBoolean();

    private KafkaServer(KafkaRaftServer server, String bootstrapServers, @Nullable Login login) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        this.login = login;
    }

    /** Starts a broker that lets in whoever can reach it. */
    public static KafkaServer start(Path directory) {
        return start(directory, null);
    }

    /**
     * Starts the broker on its directory, which is made and formatted if need be, and waits until it serves.
     *
     * @param directory a directory of its own; not shared with another running broker
     * @param login what clients have to sign in with; {@code null} lets in whoever can reach it
     * @throws EmbeddedServersException if it cannot be started; the message is for the operator
     */
    public static KafkaServer start(Path directory, @Nullable Login login) {
        var log = directory.toAbsolutePath().resolve("log");
        try {
            Directories.createOnce(log, KafkaServer::format);
        } catch (IOException e) {
            throw new EmbeddedServersException(
                    "The embedded Kafka cannot use the folder %s (%s); check its permissions and free space."
                            .formatted(directory, Reasons.of(e)),
                    e);
        }
        keepJvmAlive();
        // The broker changes the case of words by the default locale, also later, and fails where that is Turkish.
        Locale.setDefault(Locale.ROOT);
        for (var attempt = 1; ; attempt++) {
            try {
                return launch(log, login);
            } catch (Exception e) { // Scala code throws checked exceptions without declaring them
                if (attempt == START_ATTEMPTS) {
                    throw new EmbeddedServersException(
                            "The embedded Kafka does not start on the folder %s: %s."
                                    .formatted(directory, Reasons.of(e)),
                            e);
                }
                LOG.debug("Kafka did not start; one of its ports may have been taken meanwhile", e);
            }
        }
    }

    /** What clients connect to: {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** What clients need beside the address; it holds the password, if there is one. */
    public Map<String, String> clientSettings() {
        return login == null
                ? Map.of()
                : Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        MECHANISM,
                        "sasl.jaas.config",
                        jaas(login, ""));
    }

    /** Stops the broker and waits for its end, normally within 3 s. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // On a thread of its own, because Kafka gives up its own shutdown half-way when the caller is interrupted.
        var stopping = Thread.ofPlatform().name("kafka-stop").daemon().start(() -> stop(server));
        var interrupted = Thread.interrupted();
        try {
            if (!stopping.join(STOPPING_LIMIT)) {
                LOG.warn(
                        "The embedded Kafka has not stopped after {}; its log is recovered at the next start",
                        STOPPING_LIMIT);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static KafkaServer launch(Path log, @Nullable Login login) throws IOException {
        var ports = FreePorts.pick(2);
        var config = new KafkaConfig(settings(log, ports.getFirst(), ports.getLast(), login), false);
        var server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
        } catch (Throwable e) {
            stop(server);
            throw e;
        }
        return new KafkaServer(server, FreePorts.LOOPBACK + ":" + ports.getFirst(), login);
    }

    // The broker itself, and its controller, sign in like everybody else.
    private static Map<String, String> security(@Nullable Login login) {
        var protocol = login == null ? "PLAINTEXT" : "SASL_PLAINTEXT";
        var settings = new HashMap<String, String>();
        settings.put("listener.security.protocol.map", "%s:%s,%s:%s".formatted(BROKER, protocol, CONTROLLER, protocol));
        if (login != null) {
            settings.put("sasl.enabled.mechanisms", MECHANISM);
            settings.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
            settings.put("sasl.mechanism.controller.protocol", MECHANISM);
            var server = jaas(login, " user_%s=\"%s\"".formatted(login.user(), login.password()));
            for (var listener : List.of(BROKER, CONTROLLER)) {
                settings.put(
                        "listener.name.%s.plain.sasl.jaas.config".formatted(listener.toLowerCase(Locale.ROOT)), server);
            }
        }
        return settings;
    }

    private static String jaas(Login login, String known) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"%s;"
                .formatted(login.user(), login.password(), known);
    }

    private static void stop(KafkaRaftServer server) {
        try {
            server.shutdown();
            server.awaitShutdown();
        } catch (RuntimeException e) {
            LOG.warn("The embedded Kafka stopped with an error; its log is recovered at the next start", e);
        }
    }

    private static void format(Path log) throws IOException {
        var formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE_ID)
                .setControllerListenerName(CONTROLLER)
                .setMetadataLogDirectory(log.toString())
                .addDirectory(log.toString());
        try {
            formatter.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** Kafka ends its process when its disk fails. Here that process is the whole of Rollbook, which is not its to end. */
    private static void keepJvmAlive() {
        Exit.Procedure refuse = (status, message) -> {
            LOG.error("The embedded Kafka gives up (status {}): {}", status, message);
            throw new IllegalStateException("The embedded Kafka gave up: " + message);
        };
        Exit.setExitProcedure(refuse);
        Exit.setHaltProcedure(refuse);
    }

    private static Map<String, String> settings(Path log, int brokerPort, int controllerPort, @Nullable Login login) {
        var broker = FreePorts.LOOPBACK + ":" + brokerPort;
        var controller = FreePorts.LOOPBACK + ":" + controllerPort;
        var settings = new HashMap<String, String>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        // A static quorum: its addresses stand here and not in the log, so the port may change from start to start.
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("inter.broker.listener.name", BROKER);
        settings.put("listeners", "%s://%s,%s://%s".formatted(BROKER, broker, CONTROLLER, controller));
        settings.put("advertised.listeners", "%s://%s".formatted(BROKER, broker));
        settings.putAll(security(login));
        settings.put("log.dirs", log.toString());

        // Nothing is lost by time.
        settings.put("log.retention.ms", "-1");
        settings.put("log.retention.bytes", "-1");
        settings.put("offsets.retention.minutes", Integer.toString(10 * 365 * 24 * 60));
        settings.put("auto.create.topics.enable", "false");

        // What compaction takes out of a topic is gone within seconds, for the sake of those who want to be forgotten.
        settings.put("log.cleaner.backoff.ms", "2000");
        settings.put("log.segment.delete.delay.ms", "2000");

        // One node.
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");

        // After kill -9 the controller waits until the former self of the broker is given up: 9 s by default.
        settings.put("broker.session.timeout.ms", "1500");
        settings.put("broker.heartbeat.interval.ms", "300");
        settings.put("controller.quorum.election.timeout.ms", "200");
        settings.put("controller.quorum.fetch.timeout.ms", "1000");

        // Consumers join at once, and may be given up soon after they die.
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "500");
        settings.put("group.consumer.min.session.timeout.ms", "500");
        settings.put("group.consumer.min.heartbeat.interval.ms", "100");

        // Small.
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "3");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("log.segment.bytes", Integer.toString(128 << 20));
        settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        settings.put("metadata.max.idle.interval.ms", "0");
        return settings;
    }
}
