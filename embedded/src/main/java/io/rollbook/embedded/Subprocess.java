package io.rollbook.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a short-lived program to its end and keeps what it said. */
final class Subprocess {

    /**
     * How a program ended.
     *
     * @param exitCode its exit code, or -1 if it was killed because its time was over
     * @param output what it wrote to standard output and standard error
     */
    record Result(int exitCode, String output) {

        boolean succeeded() {
            return exitCode == 0;
        }
    }

    private Subprocess() {}

    /**
     * Runs a program, without a terminal, in English and in UTC. An interrupt does not cut it short but is kept for the
     * caller, because an ordered shutdown often runs on an interrupted thread.
     *
     * @param command program and arguments
     * @param input what the program reads from standard input
     * @param limit after this time the program is killed
     */
    static Result run(List<String> command, String input, Duration limit) throws IOException {
        // Files instead of pipes: a server started by the program would inherit a pipe and keep it open for ever.
        var stdin = Files.createTempFile("rollbook-", ".in");
        var stdout = Files.createTempFile("rollbook-", ".out");
        try {
            Files.writeString(stdin, input);
            var builder = new ProcessBuilder(command)
                    .redirectInput(stdin.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(stdout.toFile());
            builder.environment().put("LC_ALL", "C");
            builder.environment().put("TZ", "UTC");
            var exitCode = await(builder.start(), limit);
            return new Result(exitCode, textOf(stdout));
        } finally {
            Files.deleteIfExists(stdin);
            Files.deleteIfExists(stdout);
        }
    }

    private static int await(Process process, Duration limit) {
        var interrupted = false;
        var deadline = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                try {
                    if (process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return process.exitValue();
                    }
                    process.destroyForcibly();
                    return -1;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String textOf(Path file) throws IOException {
        return new String(Files.readAllBytes(file), UTF_8).strip();
    }
}
