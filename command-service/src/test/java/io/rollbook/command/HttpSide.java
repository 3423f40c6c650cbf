package io.rollbook.command;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A client of one instance. */
public final class HttpSide {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client;
    private final int port;

    public HttpSide(int port) {
        this(port, "127.0.0.1");
    }

    /** A client that calls from another address of the loopback interface. */
    public HttpSide(int port, String from) {
        this.port = port;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(address(from))
                .build();
    }

    /** The answer to a request; fails when there is none within ten seconds. */
    public HttpResponse<String> send(
            String method, String path, @Nullable String token, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(10));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The answer to the making of a role with a name that no other role has. */
    HttpResponse<String> createRole(String token) {
        return send("POST", "/api/roles", token, "{\"name\": \"operator %s\"}".formatted(UUID.randomUUID()));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A token of the first administrator, as soon as the instance that may still be starting gives one. */
    public String adminToken() {
        var answer = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> send("POST", "/api/auth/login", null, """
                        {"email": "%s", "password": "%s"}""".formatted(
                                        WriteSide.ADMIN_EMAIL, WriteSide.ADMIN_PASSWORD)),
                        given -> given.statusCode() != 503);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return JSON.readTree(answer.body()).at("/data/data/token").stringValue();
    }
}
