package io.rollbook.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The PostgreSQL server process of a cluster directory, found by its {@code postmaster.pid}.
 *
 * @param process the process
 * @param cluster the data directory it serves
 */
record Postmaster(ProcessHandle process, Path cluster) {

    private static final Duration POLL = Duration.ofMillis(10);

    /**
     * The live server of this cluster, if there is one.
     *
     * <p>A pid file outlives a crash, and the system may since have given its number to another program. Such a file
     * would make PostgreSQL refuse to start, so it is removed, and the other program is left alone. That is safe: should
     * backends of a dead server still be running, PostgreSQL sees it by its shared memory, which it finds without the
     * file.
     */
    static Optional<Postmaster> of(Path cluster) throws IOException {
        var file = cluster.resolve("postmaster.pid");
        long pid;
        try (var lines = Files.lines(file)) {
            pid = Long.parseLong(lines.findFirst().orElse("").strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NumberFormatException e) {
            Files.deleteIfExists(file);
            return Optional.empty();
        }
        var postmaster = ProcessHandle.of(pid).map(process -> new Postmaster(process, cluster));
        if (postmaster.isPresent() && !postmaster.get().isRunning()) {
            Files.deleteIfExists(file);
            return Optional.empty();
        }
        return postmaster;
    }

    /** Waits for its end; an interrupt does not cut that short. */
    boolean endsWithin(Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        var interrupted = false;
        try {
            while (isRunning()) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                try {
                    Thread.sleep(POLL);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Whether it is alive and really this cluster's server. A server that has ended may stay in the process table for
     * as long as nobody asks for its exit code, as in a container without an init process: then it has no working
     * directory any more, and counts as ended.
     */
    private boolean isRunning() {
        if (!process.isAlive()) {
            return false;
        }
        var proc = Path.of("/proc", Long.toString(process.pid()));
        if (Files.isDirectory(proc)) {
            try {
                // The server makes the cluster its working directory; its command line names it only sometimes.
                return Files.readString(proc.resolve("comm")).startsWith("postgres")
                        && proc.resolve("cwd").toRealPath().equals(cluster.toRealPath());
            } catch (IOException e) {
                return false; // it ended meanwhile, or belongs to another user
            }
        }
        var info = process.info();
        var commandLine = info.commandLine().or(info::command).orElse("").toLowerCase(Locale.ROOT);
        return commandLine.contains("postgres");
    }
}
