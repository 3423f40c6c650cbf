package io.rollbook.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Load by {@code wrk}, with a script made for the requests. */
final class Wrk implements Load {

    private static final int THREADS = 2;
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
    private static final Pattern RESULT = Pattern.compile("RESULT (\\S+) (\\S+) (\\S+) (\\S+)");
    private static final String SCRIPT = """
            local tokens = {%s}
            local picks = {%s}
            local run = tostring(os.time() %% 10000000)
            local threads = 0
            local n = 0
            function setup(thread) thread:set("id", threads); threads = threads + 1 end
            function init(args) math.randomseed(os.time() + id) end
            function request()
              n = n + 1
              local unique = run .. "x" .. id .. "x" .. n
              local pick = #picks > 0 and picks[math.random(#picks)] or ""
              local fill = function(text)
                text = string.gsub(text, "{unique}", unique)
                return (string.gsub(text, "{pick}", function() return pick end))
              end
              wrk.headers["Authorization"] = "Bearer " .. tokens[n %% #tokens + 1]
              wrk.headers["Content-Type"] = "application/json"
              return wrk.format("%s", fill("%s"), nil, fill([[%s]]))
            end
            function done(summary, latency)
              local e = summary.errors
              io.write(string.format("RESULT %%f %%f %%f %%d\\n", summary.requests / (summary.duration / 1e6),
                latency:percentile(50) / 1000, latency:percentile(99) / 1000,
                e.status + e.connect + e.read + e.write + e.timeout))
            end
            """;

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("wrk", "-v")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    < 2;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Slice run(Request request, int connections, Duration time) {
        try {
            var script = Files.createTempFile("row", ".lua");
            try {
                Files.writeString(
                        script,
                        SCRIPT.formatted(
                                list(request.tokens()),
                                list(request.picks()),
                                request.method(),
                                request.path(),
                                request.body()));
                return run(request, script, connections, time);
            } finally {
                Files.delete(script);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Slice run(Request request, Path script, int connections, Duration time) throws IOException {
        var wrk = new ProcessBuilder(
                        "wrk",
                        "-t" + Math.min(THREADS, connections),
                        "-c" + connections,
                        "-d" + time.toSeconds() + "s",
                        "--timeout",
                        "20s",
                        "-s",
                        script.toString(),
                        request.origin().toString())
                .redirectErrorStream(true)
                .start();
        var watch = new ProcessorWatch(wrk.toHandle());
        try {
            Thread.sleep(time);
            var spent = watch.share();
            var output = new String(wrk.getInputStream().readAllBytes(), UTF_8);
            wrk.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
            var result = RESULT.matcher(output);
            if (!result.find()) {
                throw new IllegalStateException("wrk says: " + output);
            }
            return new Slice(
                    Double.parseDouble(result.group(1)),
                    Double.parseDouble(result.group(2)),
                    Double.parseDouble(result.group(3)),
                    Long.parseLong(result.group(4)),
                    spent);
        } catch (InterruptedException e) {
            wrk.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String list(List<String> values) {
        return values.stream().map(value -> '"' + value + '"').collect(Collectors.joining(","));
    }
}
