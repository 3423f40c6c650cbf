package io.rollbook.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Single requests, for what has to be there before anything is measured. */
final class Api {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int REDIRECT = 300;

    private final URI origin;
    private final @Nullable String token;

    Api(URI origin, @Nullable String token) {
        this.origin = origin;
        this.token = token;
    }

    /** The JSON that is answered; a failure unless the status is 2xx. */
    JsonNode json(String method, String path, String body) {
        var answer = send(method, path, body, "");
        if (answer.statusCode() >= REDIRECT) {
            throw new IllegalStateException(method + " " + path + " -> " + answer.statusCode() + " " + answer.body());
        }
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private static String type(String path, String body) {
        if (path.contains("/import?")) {
            return "application/x-ndjson";
        }
        return body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded";
    }

    /**
     * The answer, whatever its status.
     *
     * @param consistency the token of a write that it is to wait for; empty for none
     */
    HttpResponse<String> send(String method, String path, String body, String consistency) {
        var request = HttpRequest.newBuilder(URI.create(origin + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", type(path, body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!consistency.isEmpty()) {
            request.header("X-Consistency-Token", consistency);
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
