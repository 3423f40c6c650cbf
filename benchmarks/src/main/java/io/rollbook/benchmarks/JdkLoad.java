package io.rollbook.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** Load by the JDK's client, for where {@code wrk} is not installed. It takes a good part of the processors itself. */
final class JdkLoad implements Load {

    private static final int OK = 200;
    private static final int REDIRECT = 300;

    private final String run = Long.toString(System.currentTimeMillis() % 10_000_000);
    private final AtomicLong sent = new AtomicLong();

    private record Done(long[] nanos, long errors) {}

    @Override
    public Slice run(Request request, int connections, Duration time) {
        var watch = new ProcessorWatch(ProcessHandle.current());
        var begin = System.nanoTime();
        var end = begin + time.toNanos();
        var done = new ArrayList<Future<Done>>();
        try (var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < connections; i++) {
                done.add(threads.submit(() -> send(client, request, end)));
            }
        }
        var seconds = (System.nanoTime() - begin) / 1e9;
        return slice(done.stream().map(Futures::join).toList(), seconds, watch.share());
    }

    private Done send(HttpClient client, Request request, long end) throws InterruptedException {
        var times = LongStream.builder();
        var errors = 0L;
        while (System.nanoTime() < end) {
            var begin = System.nanoTime();
            try {
                var status =
                        client.send(next(request), BodyHandlers.discarding()).statusCode();
                errors += status >= OK && status < REDIRECT ? 0 : 1;
            } catch (IOException e) {
                errors++;
            }
            times.add(System.nanoTime() - begin);
        }
        return new Done(times.build().toArray(), errors);
    }

    private HttpRequest next(Request request) {
        var number = sent.incrementAndGet();
        var unique = run + "x" + number;
        var pick = request.picks().isEmpty()
                ? ""
                : request.picks()
                        .get(ThreadLocalRandom.current().nextInt(request.picks().size()));
        var token = request.tokens().get((int) (number % request.tokens().size()));
        return HttpRequest.newBuilder(URI.create(request.origin() + fill(request.path(), unique, pick)))
                .method(request.method(), BodyPublishers.ofString(fill(request.body(), unique, pick)))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .build();
    }

    private static String fill(String text, String unique, String pick) {
        return text.replace("{unique}", unique).replace("{pick}", pick);
    }

    private static Slice slice(List<Done> done, double seconds, double share) {
        var nanos = done.stream().flatMapToLong(one -> Arrays.stream(one.nanos()));
        var errors = done.stream().mapToLong(Done::errors).sum();
        return Slice.of(nanos, seconds, errors, share);
    }
}
