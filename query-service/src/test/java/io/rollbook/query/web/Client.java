package io.rollbook.query.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A frontend that asks the read side over HTTP. */
final class Client {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    Client(int port) {
        this.port = port;
    }

    /** What came back. */
    record Answer(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        JsonNode json() {
            return JSON.readTree(http.body());
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        /** Envelope A's {@code data.data}. */
        JsonNode data() {
            return json().path("data").path("data");
        }

        /** The ids of the rows in envelope A. */
        Iterable<Integer> ids() {
            return StreamSupport.stream(data().spliterator(), false)
                    .map(row -> row.path("id").intValue())
                    .toList();
        }

        /** Envelope A's {@code error.details}. */
        String details() {
            return json().path("error").path("details").stringValue();
        }
    }

    /** A GET by the owner of {@code token}, with more headers as name, value, name, value. */
    Answer get(String token, String path, String... headers) {
        return send("GET", token, path, headers);
    }

    Answer send(String method, String token, String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
