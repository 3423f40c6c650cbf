package io.rollbook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard in {@code deploy/grafana} against the metrics that {@code docs/operations.md} promises. */
class DashboardTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern METRIC = Pattern.compile("rollbook_[a-z_]+");
    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]+)\\)");
    private static final Pattern SELECTED = Pattern.compile("([a-z_]+)[!=]?[=~]\"");
    private static final Pattern DOCUMENTED = Pattern.compile(
            "^\\| `rollbook\\.[a-z.]+` \\| `(rollbook_[a-z_]+)` \\|([^|]*)\\| [^|]+ \\| (timer|gauge|counter): ",
            Pattern.MULTILINE);

    // What Prometheus itself adds to every sample.
    private static final Set<String> FROM_PROMETHEUS = Set.of("job", "instance");

    @Test
    void everyMetricOfOursThatIsShownIsDocumented() throws IOException {
        var shown = expressions().stream().flatMap(DashboardTest::metrics);

        assertThat(shown).isNotEmpty().isSubsetOf(tagsBySeries().keySet());
    }

    @Test
    void noTagIsAskedForThatTheMetricHasNot() throws IOException {
        var series = tagsBySeries();

        assertThat(expressions()).isNotEmpty().allSatisfy(expression -> {
            var possible = metrics(expression)
                    .flatMap(name -> series.getOrDefault(name, Set.of()).stream())
                    .collect(Collectors.toCollection(() -> new TreeSet<>(FROM_PROMETHEUS)));
            if (METRIC.matcher(expression).find()) {
                assertThat(possible).containsAll(tags(expression));
            }
        });
    }

    private static Set<String> expressions() throws IOException {
        var dashboard = JsonMapper.builder()
                .build()
                .readTree(Files.readString(ROOT.resolve("deploy/grafana/dashboards/rollbook.json")));
        var expressions = new TreeSet<String>();
        for (var panel : dashboard.path("panels")) {
            for (var target : panel.path("targets")) {
                expressions.add(target.path("expr").stringValue());
            }
        }
        return expressions;
    }

    private static Stream<String> metrics(String expression) {
        return METRIC.matcher(expression).results().map(match -> match.group());
    }

    private static Set<String> tags(String expression) {
        return Stream.concat(
                        GROUPED.matcher(expression)
                                .results()
                                .flatMap(by -> Arrays.stream(by.group(1).split(", "))),
                        SELECTED.matcher(expression).results().map(tag -> tag.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** By the name of a series, the tags documented for it; a timer has three series. */
    private static Map<String, Set<String>> tagsBySeries() throws IOException {
        var series = new TreeMap<String, Set<String>>();
        DOCUMENTED
                .matcher(Files.readString(ROOT.resolve("docs/operations.md")))
                .results()
                .forEach(row -> {
                    var endings = row.group(3).equals("timer") ? Stream.of("_count", "_sum", "_max") : Stream.of("");
                    var tags = Stream.of(row.group(2).replace("`", "").split("[, ]+"))
                            .filter(tag -> !tag.isBlank())
                            .collect(Collectors.toSet());
                    endings.forEach(ending -> series.put(row.group(1) + ending, tags));
                });
        return series;
    }
}
