package io.rollbook.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to measure.
 *
 * @param jar the standalone's jar
 * @param commandJar the command service's jar
 * @param packaged the folder of the packaged standalone, which is what is measured where it is there
 * @param peer where Keycloak listens, to be measured in turns; {@code null} without it
 * @param warm how long each side is kept busy before anything is measured
 * @param slice how long one side of a row runs at a time
 * @param rounds how many rounds a row has at the most until three in a row agree
 * @param people how many users there are
 * @param events how many events there are in the rows that say "grown"
 * @param rows parts of the names of the rows to measure; none for all
 * @param page where the page with charts goes
 */
record Options(
        Path jar,
        Path commandJar,
        Path packaged,
        @Nullable URI peer,
        Duration warm,
        Duration slice,
        int rounds,
        int people,
        int events,
        List<String> rows,
        Path page) {

    static final String USAGE = """
            --jar FILE        the standalone's jar
            --command-jar FILE the command service's jar
            --packaged FOLDER the packaged standalone, which is what is measured where it is there
            --peer URL        Keycloak with the administrator admin/admin, to be measured in turns
            --warm SECONDS    how long each side is kept busy before anything is measured (180)
            --slice SECONDS   how long one side of a row runs at a time (4)
            --rounds N        how many rounds a row has at the most until three agree within 5 % (12)
            --people N        how many users there are (300)
            --events N        how many events there are in the rows that say "grown" (1000000)
            --rows A,B        only rows whose names contain one of these
            --page FILE       where the page with charts goes (target/benchmarks.html)
            """;

    static Options parse(String... arguments) {
        var given = Arrays.asList(arguments);
        return new Options(
                Path.of(value(given, "--jar").orElseThrow(() -> new IllegalArgumentException(USAGE))),
                Path.of(value(given, "--command-jar").orElseThrow(() -> new IllegalArgumentException(USAGE))),
                Path.of(value(given, "--packaged").orElse("none")),
                value(given, "--peer").map(URI::create).orElse(null),
                Duration.ofSeconds(value(given, "--warm").map(Integer::parseInt).orElse(180)),
                Duration.ofSeconds(
                        value(given, "--slice").map(Integer::parseInt).orElse(4)),
                value(given, "--rounds").map(Integer::parseInt).orElse(12),
                value(given, "--people").map(Integer::parseInt).orElse(300),
                value(given, "--events").map(Integer::parseInt).orElse(1_000_000),
                value(given, "--rows").map(names -> List.of(names.split(","))).orElse(List.of()),
                Path.of(value(given, "--page").orElse("target/benchmarks.html")));
    }

    boolean wants(String row) {
        return rows.isEmpty() || rows.stream().anyMatch(row::contains);
    }

    private static Optional<String> value(List<String> given, String name) {
        var at = given.indexOf(name);
        return at < 0 || at + 1 == given.size() ? Optional.empty() : Optional.of(given.get(at + 1));
    }
}
