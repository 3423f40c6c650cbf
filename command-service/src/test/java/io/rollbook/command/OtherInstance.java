package io.rollbook.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A command service in a process of its own, which a test can kill. */
public final class OtherInstance implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port ([0-9]+)");
    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private OtherInstance(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("output-of-other-instance").start(this::read);
    }

    /** Starts one and waits until it takes requests. */
    public static OtherInstance start(Map<String, String> properties) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xmx256m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(CommandServiceApplication.class.getName());
        command.add("--logging.level.root=info");
        properties.forEach((name, value) -> command.add("--" + name + "=" + value));
        try {
            var instance = new OtherInstance(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
            instance.port.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
            return instance;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the other instance does not start", e);
        }
    }

    HttpSide http() {
        return new HttpSide(port.join());
    }

    /** Ends it without a word to anybody, as a crash would. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Lets it stand still (SIGSTOP), as a machine does that is paused or has no memory left, until it is thawed. */
    void freeze() {
        signal("STOP");
    }

    /** Lets it go on as if no time had passed (SIGCONT). */
    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            var sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (sent.waitFor() != 0) {
                throw new IllegalStateException("SIG" + name + " cannot be sent");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks it to end, as a supervisor does (SIGTERM), and tells whether it has within ten seconds. */
    public boolean ends() {
        process.destroy();
        try {
            return process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }

    private void read() {
        var said = new StringBuilder();
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                var started = STARTED.matcher(line);
                if (started.find()) {
                    port.complete(Integer.valueOf(started.group(1)));
                }
                if (!port.isDone()) {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            // The process has ended.
        }
        port.completeExceptionally(new IllegalStateException(said.toString()));
    }
}
