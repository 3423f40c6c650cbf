package io.rollbook.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.util.FileSystemUtils;

/**
 * Starts the packaged standalone over an empty folder, fills a roll and prints one table: what Rollbook does, what the parts
 * below it do alone, and what a peer does that is measured in turns with it.
 */
final class Benchmarks {

    private static final Duration QUIET_BEFORE = Duration.ofSeconds(20);
    private static final Duration AT_REST = Duration.ofSeconds(30);
    private static final int COMMANDS_A_SECOND = 300;
    private static final String VISIBLE = "append until visible";

    private Benchmarks() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        var options = Options.parse(arguments);
        var folder = Files.createTempDirectory("rollbook-benchmark");
        var report = new Report();
        try (var standalone = Standalone.start(options.jar(), folder)) {
            report.begin();
            report.add(
                    "jar to ready, empty",
                    Report.format("%.1f s", standalone.toReady().toMillis() / 1000.0));
            var roll = Roll.fill(standalone.origin(), options.people());
            var origin = options.peer();
            var peer = origin == null ? null : Peer.fill(origin, options.people());
            rest(standalone, report);
            var rows = new Rows(Load.best(), roll, new BareInserts(standalone), peer);
            rows.warm(options.warm());
            for (var row : rows.all()) {
                if (options.wants(row.name())) {
                    report.add(row.measure(options.slice(), options.rounds()));
                }
            }
            if (options.wants(VISIBLE)) {
                report.add(visible(roll).measure(options.slice(), options.rounds()));
            }
            report.add("memory after all this", standalone.memory() + " MiB, PostgreSQL included");
            report.write(options.page());
        }
        FileSystemUtils.deleteRecursively(folder);
    }

    private static Row visible(Roll roll) {
        var sides = new LinkedHashMap<String, Function<Duration, Slice>>(
                Map.of(Row.OURS, time -> new Visibility(roll).run(COMMANDS_A_SECOND, time)));
        return new Row(VISIBLE + ", " + COMMANDS_A_SECOND + " commands/s", sides);
    }

    private static void rest(Standalone standalone, Report report) throws InterruptedException {
        Thread.sleep(QUIET_BEFORE);
        var watch = new ProcessorWatch(standalone.process());
        Thread.sleep(AT_REST);
        report.add(
                "at rest, nothing asked",
                Report.format("%.1f %% of a core, %s MiB", watch.cores() * 100, standalone.memory()));
    }
}
