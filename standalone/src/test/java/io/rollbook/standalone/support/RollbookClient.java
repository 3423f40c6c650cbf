package io.rollbook.standalone.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A frontend: it asks the one side to read and the other to change, carries its bearer token, and like a browser that
 * keeps the consistency cookie brings the last token it was given to its later reads.
 */
public final class RollbookClient {

    public static final String CONSISTENCY_TOKEN = "X-Consistency-Token";

    private static final String JSON = "application/json";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    // As deploy/proxy/Caddyfile: what only the command side can answer although it is a read.
    private static final Pattern COMMAND_READS = Pattern.compile(
            "/api/auth/sessions|/api/admin/(?:identity/.*|republish|erasures(?:\\?.*)?)|/api/users/[^/]+/data-package");

    private final URI commands;
    private final URI queries;
    private final @Nullable String bearer;
    private final boolean remembering;
    private final Consumer<Request> alteration;
    private final Queue<String> unsettled = new ConcurrentLinkedQueue<>();
    private volatile @Nullable String seen;

    private RollbookClient(
            URI commands, URI queries, @Nullable String bearer, boolean remembering, Consumer<Request> alteration) {
        this.commands = commands;
        this.queries = queries;
        this.bearer = bearer;
        this.remembering = remembering;
        this.alteration = alteration;
    }

    /** A client that is not signed in. */
    public static RollbookClient anonymous(URI commands, URI queries) {
        return new RollbookClient(commands, queries, null, true, request -> {});
    }

    /** The same client with a bearer token. */
    public RollbookClient withToken(String token) {
        return new RollbookClient(commands, queries, token, remembering, alteration);
    }

    /** The same client, bringing no consistency token to its reads. */
    public RollbookClient forgetful() {
        return new RollbookClient(commands, queries, bearer, false, alteration);
    }

    /** The same client, which does something to each of its requests before it is sent. */
    public RollbookClient altering(Consumer<Request> alteration) {
        return new RollbookClient(commands, queries, bearer, remembering, alteration);
    }

    /** The same client, who has been told of what another one did: its next read brings that command's token. */
    public RollbookClient after(Answer command) {
        var told = new RollbookClient(commands, queries, bearer, true, alteration);
        told.remember(command.consistencyToken());
        return told;
    }

    /**
     * This client, as soon as the reads show everything it has done. A read brings one token, the last; whoever did
     * several things and looks at a list wants to wait for each of them.
     */
    public RollbookClient settled() {
        for (var token = unsettled.poll(); token != null; token = unsettled.poll()) {
            var answer = request("GET", "/api/auth/authenticated")
                    .header(CONSISTENCY_TOKEN, token)
                    .send();
            if (answer.status() != 200 || "stale".equals(answer.header("X-Consistency"))) {
                throw new AssertionError("the reads do not show " + token + ": " + answer);
            }
        }
        return this;
    }

    private void remember(String token) {
        seen = token;
        if (remembering) {
            unsettled.add(token);
        }
    }

    /**
     * The bearer token.
     *
     * @throws AssertionError when the client is not signed in
     */
    public String token() {
        if (bearer == null) {
            throw new AssertionError("not signed in");
        }
        return bearer;
    }

    public Answer get(String path) {
        return request("GET", path).send();
    }

    public Answer post(String path) {
        return request("POST", path).send();
    }

    public Answer post(String path, Fields body) {
        return request("POST", path).json(body).send();
    }

    public Answer put(String path) {
        return request("PUT", path).send();
    }

    public Answer put(String path, Fields body) {
        return request("PUT", path).json(body).send();
    }

    public Answer patch(String path, Fields body) {
        return request("PATCH", path).json(body).send();
    }

    public Answer delete(String path) {
        return request("DELETE", path).send();
    }

    /** A request to be filled in before it is sent. */
    public Request request(String method, String path) {
        return new Request(method, path);
    }

    /** A request with what is unusual about it. */
    public final class Request {

        private final String method;
        private final String path;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private byte @Nullable [] body;

        private Request(String method, String path) {
            this.method = method;
            this.path = path;
            if (bearer != null) {
                headers.put("Authorization", "Bearer " + bearer);
            }
            var token = seen;
            if (isRead() && remembering && token != null) {
                headers.put(CONSISTENCY_TOKEN, token);
            }
        }

        public Request header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        public Request json(Fields fields) {
            return body(JSON, fields.toString());
        }

        public Request json(String text) {
            return body(JSON, text);
        }

        public Request body(String contentType, String text) {
            return body(contentType, text.getBytes(StandardCharsets.UTF_8));
        }

        public Request body(String contentType, byte[] bytes) {
            body = bytes.clone();
            return header("Content-Type", contentType);
        }

        /**
         * Sends it and waits for the answer.
         *
         * @throws UncheckedIOException when no answer came; what was asked for may have happened or not
         */
        public Answer send() {
            alteration.accept(this);
            var side = isRead() && !COMMAND_READS.matcher(path).matches() ? queries : commands;
            var builder = HttpRequest.newBuilder(side.resolve(path))
                    .timeout(Duration.ofSeconds(30))
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            headers.forEach(builder::header);
            try {
                var response = HTTP.send(builder.build(), BodyHandlers.ofString());
                var answer =
                        new Answer(method + " " + path, response.statusCode(), response.headers(), response.body());
                var left = answer.header(CONSISTENCY_TOKEN);
                if (!isRead() && left != null) {
                    remember(left);
                }
                return answer;
            } catch (IOException e) {
                throw new UncheckedIOException(method + " " + path, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for an answer", e);
            }
        }

        private boolean isRead() {
            return method.equals("GET") || method.equals("HEAD");
        }
    }
}
