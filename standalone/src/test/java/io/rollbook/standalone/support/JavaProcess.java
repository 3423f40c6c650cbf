package io.rollbook.standalone.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A main class of the test class path in a JVM of its own, with everything it writes. */
public final class JavaProcess {

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);
    private static final int LAST_LINES = 80;

    private final String mainClass;
    private final Process process;
    private final Thread reader;
    private final List<String> output = new ArrayList<>();

    private JavaProcess(String mainClass, Process process) {
        this.mainClass = mainClass;
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::readOutput);
    }

    /** Starts it with {@code environment} and nothing of this JVM's own Rollbook or Spring settings. */
    static JavaProcess start(String mainClass, Map<String, String> environment) {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // The tests look at what it does, not at how fast: a quick start is worth more than a high speed.
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("ROLLBOOK_") || name.startsWith("SPRING_") || name.startsWith("SERVER_"));
        builder.environment().putAll(environment);
        try {
            return new JavaProcess(mainClass, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + mainClass, e);
        }
    }

    /** A port nobody listens on now. */
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    /** Waits until {@code uri} answers 200. */
    void awaitReady(URI uri) {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
            await(mainClass)
                    .atMost(STARTS_WITHIN)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> isReady(http, request));
        } catch (RuntimeException | AssertionError e) {
            kill();
            throw e;
        }
    }

    private boolean isReady(HttpClient http, HttpRequest request) throws InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError(mainClass + " ended with " + process.exitValue() + " before it was ready:\n"
                    + String.join("\n", lastLines()));
        }
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Waits for its end and returns its exit code. */
    public int awaitExit() {
        return exitWithin(STARTS_WITHIN);
    }

    /** Asks it to end (SIGTERM), which it has to within ten seconds. */
    void stop() {
        process.destroy();
        assertEndsInTime();
    }

    /** Ctrl-C: SIGINT, upon which it has to end within ten seconds. */
    void interrupt() {
        try {
            var kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send SIGINT", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        assertEndsInTime();
    }

    /** Ends it at once (SIGKILL), as a crash would. */
    void kill() {
        process.destroyForcibly();
        exitWithin(ENDS_WITHIN);
    }

    private void assertEndsInTime() {
        try {
            exitWithin(ENDS_WITHIN);
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private int exitWithin(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(mainClass + " did not end within " + limit.toSeconds() + " s:\n"
                        + String.join("\n", lastLines()));
            }
            reader.join(Duration.ofSeconds(2));
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + mainClass, e);
        }
    }

    /** Whether it runs. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Everything it has written so far, line by line. */
    public List<String> output() {
        synchronized (output) {
            return List.copyOf(output);
        }
    }

    /** Where a person finds afterwards what a process said that answered 500. */
    private Path outputFile() throws IOException {
        var simpleName = mainClass.substring(mainClass.lastIndexOf('.') + 1);
        return Files.createDirectories(Path.of("target", "it-output"))
                .resolve(simpleName + "-" + process.pid() + ".log");
    }

    private List<String> lastLines() {
        var lines = output();
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    }

    private void readOutput() {
        try (var lines = process.inputReader(StandardCharsets.UTF_8);
                var file = Files.newBufferedWriter(outputFile())) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
                file.write(line);
                file.newLine();
                file.flush();
            }
        } catch (IOException closed) {
            synchronized (output) {
                output.add("(output closed: " + closed.getMessage() + ")");
            }
        }
    }
}
