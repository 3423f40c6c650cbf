package io.rollbook.benchmarks;

import io.rollbook.benchmarks.served.ConstantController;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The standalone over a folder of its own, as an operator starts it, with one endpoint more. */
final class Standalone implements AutoCloseable {

    static final String ADMIN_EMAIL = "admin@example.org";
    static final String ADMIN_PASSWORD = "seven quiet hills at noon";

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int OK = 200;

    private final Process process;
    private final URI origin;
    private final Path data;
    private final Duration toReady;

    private Standalone(Process process, URI origin, Path data, Duration toReady) {
        this.process = process;
        this.origin = origin;
        this.data = data;
        this.toReady = toReady;
    }

    /** Starts its jar and waits until it is ready. Its log lies in {@code data}. */
    static Standalone ofJar(Path jar, Path data) {
        return start(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dloader.path=" + classesOf(ConstantController.class),
                        "-classpath",
                        jar.toAbsolutePath().toString(),
                        "org.springframework.boot.loader.launch.PropertiesLauncher"),
                data);
    }

    /** Starts what is packaged in that folder as its script does, and waits until it is ready. */
    static Standalone packaged(Path folder, Path data) {
        var here = folder.toAbsolutePath().normalize();
        return start(
                List.of(
                        "@" + here.resolve("java.args"),
                        "-XX:AOTCache=" + here.resolve("rollbook.aot"),
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr",
                        "-classpath",
                        here.resolve("rollbook.jar") + ":" + classesOf(ConstantController.class),
                        "io.rollbook.standalone.Launcher"),
                data);
    }

    private static Standalone start(List<String> arguments, Path data) {
        try {
            Files.createDirectories(data);
            var port = freePort();
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(arguments);
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("rollbook.log").toFile());
            var environment = builder.environment();
            environment.put("SERVER_PORT", Integer.toString(port));
            environment.put("ROLLBOOK_DATA", data.resolve("data").toString());
            environment.put("ROLLBOOK_ADMIN_EMAIL", ADMIN_EMAIL);
            environment.put("ROLLBOOK_ADMIN_PASSWORD", ADMIN_PASSWORD);
            environment.put("SPRING_MAIN_SOURCES", ConstantController.class.getName());
            // Signing in is measured, and so few people do it more often than people do.
            environment.put("ROLLBOOK_LIMITS_SIGNINSPERACCOUNT", "1000000");
            var begin = System.nanoTime();
            var process = builder.start();
            var origin = URI.create("http://127.0.0.1:" + port);
            awaitReady(process, origin, data);
            return new Standalone(process, origin, data, Duration.ofNanos(System.nanoTime() - begin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI origin() {
        return origin;
    }

    /** From the start of the process until it was ready. */
    Duration toReady() {
        return toReady;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** What it and its servers hold of the memory, in MiB; what processes share is counted once. */
    long memory() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .mapToLong(one -> proportionalKib(one.pid()))
                        .sum()
                / 1024;
    }

    /** A superuser's connection to its event store. */
    Connection eventStore() throws SQLException {
        var postgres = data.resolve("data").resolve("postgres");
        try {
            var settings = new Properties();
            settings.load(new StringReader(
                    Files.readString(postgres.resolve("cluster").resolve("rollbook.conf"))));
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:%s/rollbook".formatted(settings.getProperty("port")),
                    "postgres",
                    Files.readString(postgres.resolve("password")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitReady(Process process, URI origin, Path data) {
        var deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (isReady(origin)) {
                return;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        process.destroyForcibly();
        throw new IllegalStateException("it does not start; see " + data.resolve("rollbook.log"));
    }

    private static boolean isReady(URI origin) {
        try {
            return new Api(origin, null)
                            .send("GET", "/actuator/health/readiness", "", "")
                            .statusCode()
                    == OK;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String classesOf(Class<?> type) {
        return Path.of(URI.create(
                        Objects.requireNonNull(type.getProtectionDomain().getCodeSource())
                                .getLocation()
                                .toString()))
                .toString();
    }

    private static long proportionalKib(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }
}
