package io.rollbook.standalone.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Stands between Rollbook and the identity provider, and strikes at an exact moment. */
final class KillingProxy implements AutoCloseable {

    /** When to strike, seen from the provider. */
    enum Moment {
        BEFORE_IT_IS_ASKED,
        AFTER_IT_HAS_DONE_IT
    }

    private record Plan(String pathEnd, Moment moment, Runnable kill, CountDownLatch struck) {}

    private final String provider;
    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile Plan plan = new Plan("\n", Moment.BEFORE_IT_IS_ASKED, () -> {}, new CountDownLatch(1));

    KillingProxy(String provider) {
        this.provider = provider;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Kills when a path that ends so is asked for next. */
    CountDownLatch strike(String pathEnd, Moment moment, Runnable kill) {
        var struck = new CountDownLatch(1);
        plan = new Plan(pathEnd, moment, kill, struck);
        return struck;
    }

    static void await(CountDownLatch struck) throws InterruptedException {
        if (!struck.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the moment never came");
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var now = plan;
            var hit = exchange.getRequestURI().getPath().endsWith(now.pathEnd())
                    && now.struck().getCount() > 0;
            if (hit && now.moment() == Moment.BEFORE_IT_IS_ASKED) {
                now.kill().run();
                now.struck().countDown();
                return;
            }
            var answer = forward(exchange, body);
            if (hit) {
                now.kill().run();
                now.struck().countDown();
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private record Forwarded(int status, byte[] body) {}

    private Forwarded forward(HttpExchange exchange, byte[] body) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://" + provider + exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (var name : new String[] {"Authorization", "Content-Type"}) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        var encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        if (encoding != null) {
            request.header("Content-Encoding", encoding);
        }
        try {
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Forwarded(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
    }
}
