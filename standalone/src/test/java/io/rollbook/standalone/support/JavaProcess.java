package io.rollbook.standalone.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own, with everything it writes. */
public final class JavaProcess {

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);
    private static final int LAST_LINES = 80;

    private final String name;
    private final Process process;
    private final Thread reader;
    private final List<String> output = new ArrayList<>();

    private JavaProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        // Not a virtual one: reading from a pipe keeps its carrier, of which there are as few as processors.
        this.reader = Thread.ofPlatform().daemon().name("output-of-" + name).start(this::readOutput);
    }

    /** Starts a main class of this JVM's class path. */
    static JavaProcess ofClass(String mainClass, Map<String, String> environment) {
        var simpleName = mainClass.substring(mainClass.lastIndexOf('.') + 1);
        return start(simpleName, List.of("-cp", System.getProperty("java.class.path"), mainClass), environment);
    }

    /** Starts {@code java} with exactly these arguments. */
    static JavaProcess ofArguments(String name, List<String> arguments, Map<String, String> environment) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return run(name, command, environment);
    }

    /** Starts a script that becomes this JVM's {@code java}. */
    static JavaProcess ofScript(Path script, Map<String, String> environment) {
        var more = new HashMap<>(environment);
        more.put("JAVA_HOME", System.getProperty("java.home"));
        return run(script.getFileName().toString(), List.of(script.toString()), more);
    }

    /** Starts a jar that brings its own class path. */
    static JavaProcess ofJar(String name, Path jar, Map<String, String> environment) {
        return start(name, List.of("-jar", jar.toString()), environment);
    }

    private static JavaProcess start(String name, List<String> program, Map<String, String> environment) {
        // The tests look at what it does, not at how fast: a quick start is worth more than a high speed.
        var arguments = new ArrayList<>(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        arguments.addAll(program);
        return ofArguments(name, arguments, environment);
    }

    /** Starts it with {@code environment} and nothing of this JVM's own Rollbook or Spring settings. */
    private static JavaProcess run(String name, List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(variable -> variable.startsWith("ROLLBOOK_")
                        || variable.startsWith("SPRING_")
                        || variable.startsWith("SERVER_"));
        builder.environment().putAll(environment);
        try {
            return new JavaProcess(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Waits until {@code uri} answers 200. */
    void awaitReady(URI uri) {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
            await(name)
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
            throw new AssertionError(name + " ended with " + process.exitValue() + " before it was ready:\n"
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
        signal("INT");
        assertEndsInTime();
    }

    /** Sends it a signal, by its name without SIG. */
    void signal(String signal) {
        try {
            var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send SIG" + signal, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
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
                throw new AssertionError(
                        name + " did not end within " + limit.toSeconds() + " s:\n" + String.join("\n", lastLines()));
            }
            reader.join(Duration.ofSeconds(2));
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }

    /** Its number at the operating system. */
    long pid() {
        return process.pid();
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
        return Files.createDirectories(Path.of("target", "it-output")).resolve(name + "-" + process.pid() + ".log");
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
