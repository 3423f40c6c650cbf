package io.rollbook.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One table on the console, and the same as a page with bars. */
final class Report {

    private static final String LINE = "%-40s %-44s %16s %7s %16s %7s  %s%n";
    private static final int BAR = 420;

    private final List<Row.Outcome> rows = new ArrayList<>();
    private final List<String> figures = new ArrayList<>();

    void begin() {
        print(LINE, "row", Row.OURS, Row.LIMIT, "of it", Row.PEER, "of it", "");
    }

    /** A row that sides were compared in. */
    void add(Row.Outcome outcome) {
        rows.add(outcome);
        var ours = Objects.requireNonNull(outcome.slices().get(Row.OURS));
        var limit = outcome.slices().get(Row.LIMIT);
        var peer = outcome.slices().get(Row.PEER);
        print(
                LINE,
                outcome.row().name(),
                text(ours),
                rate(limit),
                ratio(ours, limit),
                rate(peer),
                ratio(ours, peer),
                format(
                        "±%.0f %% in %s rounds%s, load %.0f %%",
                        outcome.spread() * 100, outcome.rounds(), errors(outcome.slices()), ours.loadShare() * 100));
    }

    /** A figure that stands for itself. */
    void add(String name, String figure) {
        figures.add(name + ": " + figure);
        print("%-40s %s%n", name, figure);
    }

    /** Writes the page. */
    void write(Path page) {
        var html = new StringBuilder("""
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Rollbook, measured</title>
                <style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
                h2{font-size:1rem;margin:1.4rem 0 .2rem}svg{display:block}text{font:13px system-ui,sans-serif}
                .Rollbook{fill:#2f6f4f}.limit{fill:#b9c2bd}.Keycloak{fill:#7d8fb3}
                @media(prefers-color-scheme:dark){body{background:#16181a;color:#e4e6e8}text{fill:#e4e6e8}}</style>
                <h1>Rollbook, measured</h1><p>Answers a second; longer is better. The limit of a row is what the parts below do alone.</p>
                """);
        rows.forEach(outcome -> html.append(chart(outcome)));
        html.append("<h2>Single figures</h2><ul>");
        figures.forEach(figure -> html.append("<li>").append(figure).append("</li>"));
        html.append("</ul></html>\n");
        try {
            Files.createDirectories(page.toAbsolutePath().getParent());
            Files.writeString(page, html);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        print("%nThe page with charts is %s%n", page);
    }

    private static String chart(Row.Outcome outcome) {
        var most = outcome.slices().values().stream()
                .mapToDouble(Slice::rate)
                .max()
                .orElse(1);
        var svg = new StringBuilder(format(
                "<h2>%s</h2><svg width=\"100%%\" height=\"%s\" role=\"img\">",
                outcome.row().name(), outcome.slices().size() * 22));
        var y = 0;
        for (var side : outcome.slices().entrySet()) {
            var width = Math.max(2, side.getValue().rate() / most * BAR);
            svg.append(format("""
                    <rect class="%1$s" x="90" y="%2$s" width="%3$.0f" height="16" rx="2"/>\
                    <text x="0" y="%4$s">%1$s</text><text x="%5$.0f" y="%4$s">%6$s</text>
                    """, side.getKey(), y, width, y + 13, width + 98, text(side.getValue())));
            y += 22;
        }
        return svg.append("</svg>").toString();
    }

    private static String text(Slice slice) {
        return format("%,.0f/s, p50 %.2f ms, p99 %.2f ms", slice.rate(), slice.p50(), slice.p99());
    }

    private static String rate(@Nullable Slice slice) {
        return slice == null ? "–" : format("%,.0f/s", slice.rate());
    }

    private static String ratio(Slice ours, @Nullable Slice other) {
        return other == null ? "" : format("%.2f", ours.rate() / other.rate());
    }

    private static String errors(Map<String, Slice> slices) {
        var text = new StringBuilder();
        slices.forEach((side, slice) -> {
            if (slice.errors() > 0) {
                text.append(", ").append(slice.errors()).append(" errors of ").append(side);
            }
        });
        return text.toString();
    }

    /** Text that is the same wherever it is written. */
    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
        System.out.flush();
    }
}
