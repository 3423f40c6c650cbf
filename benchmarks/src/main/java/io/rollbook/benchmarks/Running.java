package io.rollbook.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A Java process of Rollbook's that answers.
 *
 * @param toReady from the start of the process until it was ready
 */
record Running(Process process, URI origin, Duration toReady) implements AutoCloseable {

    static final String ADMIN_EMAIL = "admin@example.org";
    static final String ADMIN_PASSWORD = "seven quiet hills at noon";

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int OK = 200;

    /**
     * Starts one and waits until it is ready.
     *
     * @param arguments of the JVM
     * @param folder where its log goes
     */
    static Running start(List<String> arguments, Map<String, String> settings, Path folder) {
        try {
            Files.createDirectories(folder);
            var log = folder.resolve("rollbook.log");
            var port = freePort();
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(arguments);
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            var environment = builder.environment();
            environment.put("SERVER_PORT", Integer.toString(port));
            environment.put("ROLLBOOK_ADMIN_EMAIL", ADMIN_EMAIL);
            environment.put("ROLLBOOK_ADMIN_PASSWORD", ADMIN_PASSWORD);
            // Signing in is measured, and so few people do it more often than people do.
            environment.put("ROLLBOOK_LIMITS_SIGNINSPERACCOUNT", "1000000");
            environment.putAll(settings);
            var begin = System.nanoTime();
            var process = builder.start();
            var origin = URI.create("http://127.0.0.1:" + port);
            awaitReady(process, origin, log);
            return new Running(process, origin, Duration.ofNanos(System.nanoTime() - begin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it and its servers hold of the memory, in MiB; what processes share is counted once. */
    long memory() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .mapToLong(one -> proportionalKib(one.pid()))
                        .sum()
                / 1024;
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

    private static void awaitReady(Process process, URI origin, Path log) {
        var deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (isReady(origin)) {
                return;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        process.destroyForcibly();
        throw new IllegalStateException("it does not start; see " + log);
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
