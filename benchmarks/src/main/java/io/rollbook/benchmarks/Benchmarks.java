package io.rollbook.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final String FIRST_MINUTE = "first minute after the start";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String IMPORT = "import without passwords";
    private static final int IMPORTED = 30_000;

    private Benchmarks() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        var options = Options.parse(arguments);
        var folder = Files.createTempDirectory("rollbook-benchmark");
        var report = new Report();
        report.begin();
        try (var standalone = start(options, folder, report)) {
            var roll = Roll.fill(standalone.origin(), options.people());
            var origin = options.peer();
            var peer = origin == null ? null : Peer.fill(origin, options.people());
            var rows = new Rows(Load.best(), roll, new BareInserts(standalone), peer);
            firstMinute(rows, report, options);
            rest(standalone, report);
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
            imports(roll, report, options);
            report.write(options.page());
        }
        FileSystemUtils.deleteRecursively(folder);
    }

    private static Standalone start(Options options, Path folder, Report report) {
        var jar = Standalone.ofJar(options.jar(), folder.resolve("jar"));
        report.add("jar to ready, empty", seconds(jar));
        if (!Files.exists(options.packaged())) {
            return jar;
        }
        jar.close();
        var packaged = Standalone.packaged(options.packaged(), folder.resolve("packaged"));
        report.add("packaged to ready, empty", seconds(packaged));
        return packaged;
    }

    private static String seconds(Standalone standalone) {
        return Report.format("%.1f s", standalone.toReady().toMillis() / 1000.0);
    }

    private static void firstMinute(Rows rows, Report report, Options options) {
        if (options.wants(FIRST_MINUTE)) {
            var slice = rows.createRoles(MINUTE);
            report.add(
                    FIRST_MINUTE, Report.format("%.0f roles created a second, p99 %.0f ms", slice.rate(), slice.p99()));
        }
    }

    private static void imports(Roll roll, Report report, Options options) {
        if (options.wants(IMPORT)) {
            var begin = System.nanoTime();
            roll.importMany(IMPORTED);
            report.add(IMPORT, Report.format("%.0f people a second", IMPORTED / ((System.nanoTime() - begin) / 1e9)));
        }
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
