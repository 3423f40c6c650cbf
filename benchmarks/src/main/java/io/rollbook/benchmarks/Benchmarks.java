package io.rollbook.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
    private static final String GROWN = "grown";
    private static final int OF_THE_YOUNG = 10;
    private static final int OF_THE_OLD = 1_000;
    private static final int YOUNG = 100;
    private static final String AGAIN = "start again";
    private static final String ALONE = "command service alone";

    private Benchmarks() {}

    public static void main(String... arguments) throws IOException, InterruptedException, SQLException {
        var options = Options.parse(arguments);
        var folder = Files.createTempDirectory("rollbook-benchmark");
        var report = new Report();
        report.begin();
        var origin = options.peer();
        var peer = origin == null ? null : Peer.fill(origin, options.people());
        try (var standalone = start(options, folder, report)) {
            var roll = Roll.fill(standalone.origin(), options.people());
            var store = standalone.eventStore();
            var rows = new Rows(Load.best(), roll, new BareInserts(store), peer);
            var early = options.wants(FIRST_MINUTE) ? rows.createRoles(MINUTE) : null;
            rest(standalone, report);
            rows.warm(options.warm());
            measure(rows.all(), options, report);
            if (early != null) {
                firstMinute(early, rows.createRoles(options.slice()), report);
            }
            if (options.wants(VISIBLE)) {
                report.add(visible(roll).measure(options.slice(), options.rounds()));
            }
            report.add("memory after all this", standalone.running().memory() + " MiB, PostgreSQL included");
            imports(roll, report, options);
            if (options.wants(GROWN)) {
                var young = Growth.roles(YOUNG, OF_THE_YOUNG, roll, store);
                var old = Growth.roles(options.events() / OF_THE_OLD, OF_THE_OLD, roll, store);
                measure(rows.grown(young, old), options, report);
            }
            if (options.wants(AGAIN)) {
                again(standalone, report);
            }
        }
        if (options.wants(ALONE)) {
            alone(options, folder.resolve("alone"), peer, report);
        }
        report.write(options.page());
        FileSystemUtils.deleteRecursively(folder);
    }

    private static void measure(List<Row> rows, Options options, Report report) {
        rows.stream()
                .filter(row -> options.wants(row.name()))
                .forEach(row -> report.add(row.measure(options.slice(), options.rounds())));
    }

    private static void alone(Options options, Path folder, @Nullable Peer peer, Report report) {
        try (var service = CommandServiceAlone.start(options.commandJar(), folder)) {
            var roll = Roll.fill(service.origin(), options.people());
            var rows = new Rows(Load.best(), roll, new BareInserts(service.eventStore()), peer);
            rows.createRoles(options.warm());
            measure(rows.alone(), options, report);
        }
    }

    // The read models are in memory only: all of them are folded anew before it is ready.
    private static void again(Standalone standalone, Report report) throws SQLException {
        var events = standalone.eventStore().events();
        try (var again = standalone.again()) {
            var seconds = again.running().toReady().toMillis() / 1000.0;
            report.add(
                    AGAIN + ", every view folded anew",
                    Report.format(
                            "%.1f s for %,d events, %,.0f a second; then %,d MiB",
                            seconds, events, events / seconds, again.running().memory()));
        }
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
        return Report.format("%.1f s", standalone.running().toReady().toMillis() / 1000.0);
    }

    private static void firstMinute(Slice early, Slice warm, Report report) {
        report.add(
                FIRST_MINUTE,
                Report.format(
                        "%.0f roles created a second, p99 %.0f ms; of the warm rate %.2f",
                        early.rate(), early.p99(), early.rate() / warm.rate()));
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
        var watch = new ProcessorWatch(standalone.running().process().toHandle());
        Thread.sleep(AT_REST);
        report.add(
                "at rest, nothing asked",
                Report.format(
                        "%.1f %% of a core, %s MiB",
                        watch.cores() * 100, standalone.running().memory()));
    }
}
