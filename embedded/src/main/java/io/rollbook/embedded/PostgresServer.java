package io.rollbook.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL beside this JVM, with its data in a directory that outlives it.
 *
 * <p>It is as durable as an installed one: {@code fsync} and {@code synchronous_commit} are on, so a committed
 * transaction survives kill -9 and a power cut. It listens on a random port of the loopback interface only and asks for
 * a password that is made at the first start and kept in the data directory, readable by its owner.
 *
 * <p>The server is its own process group, so Ctrl-C in a terminal does not reach it; it stops in {@link #close()} and
 * at no other time. When the JVM is killed it lives on until the next {@code start} on the same directory, which stops
 * it first. No JVM shutdown hook is registered: ordering the shutdown is the caller's business.
 *
 * <p>The directory holds {@code cluster} (PostgreSQL's data directory), {@code password}, {@code server.log} and,
 * unless they are elsewhere, {@code binaries}. Settings of your own go into {@code cluster/postgresql.auto.conf}
 * ({@code ALTER SYSTEM}); {@code cluster/rollbook.conf} is written anew at each start.
 */
public final class PostgresServer implements AutoCloseable {

    /** The name of the database, and of the role that owns it. */
    public static final String NAME = "rollbook";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final Duration INITIALISING_LIMIT = Duration.ofMinutes(2);
    private static final Duration STARTING_LIMIT = Duration.ofSeconds(90);
    private static final int START_ATTEMPTS = 5;
    private static final Duration FAST_STOP_LIMIT = Duration.ofSeconds(8);
    private static final Duration IMMEDIATE_STOP_LIMIT = Duration.ofSeconds(3);
    /** The server removes its pid file, on which {@code pg_ctl} waits, shortly before it ends. */
    private static final Duration LAST_MOMENTS = Duration.ofSeconds(2);

    private static final long LOG_LIMIT_BYTES = 1 << 20;

    private final Path directory;
    private final PostgresBinaries binaries;
    private final String password;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int port;

    private PostgresServer(Path directory, PostgresBinaries binaries, String password) {
        this.directory = directory;
        this.binaries = binaries;
        this.password = password;
    }

    /**
     * Starts the server on its data directory, which is made and initialised if need be (about 2 s more the first
     * time). A server that an earlier, killed JVM left running on it is stopped first.
     *
     * @param dataDirectory a directory of its own; not shared with another running server
     * @throws EmbeddedServersException if it cannot be started; the message is for the operator
     */
    public static PostgresServer start(Path dataDirectory) {
        return start(dataDirectory, dataDirectory.resolve("binaries"));
    }

    /**
     * Like {@link #start(Path)}, with the PostgreSQL programs unpacked elsewhere, so that several servers (as in tests)
     * share them.
     *
     * @param dataDirectory a directory of its own
     * @param binariesDirectory where the programs are unpacked, about 45 MB
     */
    public static PostgresServer start(Path dataDirectory, Path binariesDirectory) {
        var directory = dataDirectory.toAbsolutePath();
        try {
            Files.createDirectories(directory);
            var binaries = PostgresBinaries.unpack(binariesDirectory);
            var server = new PostgresServer(directory, binaries, password(directory));
            server.initialiseOnce();
            server.launch();
            return server;
        } catch (IOException e) {
            throw new EmbeddedServersException(
                    "The embedded PostgreSQL cannot use the folder %s (%s); check its permissions and free space."
                            .formatted(directory, Reasons.of(e)),
                    e);
        }
    }

    /** The JDBC URL of the database, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%s/%s".formatted(FreePorts.LOOPBACK, port, NAME);
    }

    /** The role to sign in with: owns the database and may create others, but is no superuser. */
    public String user() {
        return NAME;
    }

    /** The password of {@link #user()}. */
    public String password() {
        return password;
    }

    /** The TCP port; another one after each start. */
    public int port() {
        return port;
    }

    /**
     * Stops the server and waits for its end: open connections are cut, running transactions rolled back. Closing
     * again does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            stopRunning();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL could not be stopped", e);
        }
    }

    private Path cluster() {
        return directory.resolve("cluster");
    }

    private Path log() {
        return directory.resolve("server.log");
    }

    private static String password(Path directory) throws IOException {
        var file = directory.resolve("password");
        if (!Files.exists(directory.resolve("cluster"))) {
            var random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.deleteIfExists(file);
            Files.createFile(file);
            var own = file.toFile();
            own.setReadable(false, false);
            own.setReadable(true, true);
            Files.writeString(file, HexFormat.of().formatHex(random), StandardOpenOption.DSYNC);
        }
        return Files.readString(file).strip();
    }

    private void initialiseOnce() throws IOException {
        Directories.createOnce(cluster(), cluster -> {
            require(run(
                    "initdb",
                    List.of(
                            "--pgdata=" + cluster,
                            "--username=postgres",
                            "--pwfile=" + directory.resolve("password"),
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--no-instructions"),
                    ""));
            Files.writeString(
                    cluster.resolve("postgresql.conf"),
                    System.lineSeparator() + "include_if_exists 'rollbook.conf'" + System.lineSeparator(),
                    StandardOpenOption.APPEND);
            require(run("postgres", List.of("--single", "-D", cluster.toString(), "postgres"), """
                    CREATE ROLE %1$s LOGIN CREATEDB PASSWORD '%2$s'
                    CREATE DATABASE %1$s OWNER %1$s
                    """.formatted(
                            NAME, password)));
        });
    }

    private void launch() throws IOException {
        for (var attempt = 1; ; attempt++) {
            stopRunning();
            port = FreePorts.pick(1).getFirst();
            Files.writeString(cluster().resolve("rollbook.conf"), settings(port));
            shortenLog();
            var result = run(
                    "pg_ctl",
                    List.of("start", "--pgdata=" + cluster(), "--log=" + log(), "--wait", "--timeout=60", "--silent"),
                    "");
            if (result.succeeded()) {
                return;
            }
            // The port may have been taken meanwhile, or backends of a killed server need a moment to end.
            LOG.debug("PostgreSQL did not start: {}", result.output());
            if (attempt == START_ATTEMPTS) {
                throw new EmbeddedServersException(
                        "The embedded PostgreSQL does not start: %s; see %s.".formatted(lastError(), log()));
            }
        }
    }

    /** Small, but safe; what is not here is PostgreSQL's default. */
    private static String settings(int port) {
        return """
                # Written by Rollbook at each start. Settings of your own: ALTER SYSTEM, or postgresql.auto.conf.
                listen_addresses = '%s'
                port = %s
                unix_socket_directories = ''
                max_connections = 100
                shared_buffers = 128MB
                max_wal_size = 512MB
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                jit = off
                timezone = 'UTC'
                log_timezone = 'UTC'
                # The log holds starts, stops and crashes, but no values: a rejected row may name a person.
                log_min_messages = log
                log_min_error_statement = panic
                log_error_verbosity = terse
                log_checkpoints = off
                """.formatted(FreePorts.LOOPBACK, port);
    }

    private void shortenLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LOG_LIMIT_BYTES) {
            Files.delete(log());
        }
    }

    private String lastError() throws IOException {
        if (!Files.exists(log())) {
            return "it left no message";
        }
        try (var lines = Files.lines(log())) {
            return lines.filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                    .reduce((first, second) -> second)
                    .map(line -> line.replaceFirst(".*(FATAL|PANIC):\\s*", ""))
                    .orElse("it left no message");
        }
    }

    /** Stops whatever server runs on the cluster, as gently as it allows, and waits for its end. */
    private void stopRunning() throws IOException {
        var running = Postmaster.of(cluster());
        if (running.isEmpty()) {
            return;
        }
        var postmaster = running.get();
        if (stop("fast", FAST_STOP_LIMIT) && postmaster.endsWithin(LAST_MOMENTS)) {
            return;
        }
        if (stop("immediate", IMMEDIATE_STOP_LIMIT) && postmaster.endsWithin(LAST_MOMENTS)) {
            return;
        }
        LOG.warn("The embedded PostgreSQL does not stop when asked to; it is killed and will recover when started");
        postmaster.process().destroyForcibly();
        if (!postmaster.endsWithin(IMMEDIATE_STOP_LIMIT)) {
            throw new IOException("PostgreSQL, process " + postmaster.process().pid() + ", cannot be killed");
        }
    }

    private boolean stop(String mode, Duration limit) throws IOException {
        var result = run(
                "pg_ctl",
                List.of(
                        "stop",
                        "--pgdata=" + cluster(),
                        "--mode=" + mode,
                        "--wait",
                        "--timeout=" + limit.toSeconds(),
                        "--silent"),
                "");
        if (!result.succeeded()) {
            LOG.debug("pg_ctl stop ({}): {}", mode, result.output());
        }
        return result.succeeded();
    }

    private Subprocess.Result run(String program, List<String> arguments, String input) throws IOException {
        var limit = program.equals("pg_ctl") ? STARTING_LIMIT : INITIALISING_LIMIT;
        return Subprocess.run(binaries.command(program, arguments), input, limit);
    }

    private static void require(Subprocess.Result result) throws IOException {
        if (!result.succeeded()) {
            throw new IOException(result.output());
        }
    }
}
