package io.rollbook.web.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.integration.UserIntegrationReason;
import io.rollbook.api.role.RoleReason;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Bearers;
import io.rollbook.web.access.CallerDirectory;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.platform.WebSide;
import io.rollbook.web.request.Body;
import io.rollbook.web.request.Correlation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What a client gets when something goes wrong, over real HTTP, in both envelopes. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class HttpErrorsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/users/rejection   | 409 | Conflict               | ConflictError             | the role is still held by a user; give its users another role first
            GET    | /api/users/invalid     | 400 | Bad Request            | ValidationError           | email is required
            GET    | /api/users/unavailable | 503 | Service Unavailable    | ServiceUnavailableError   | the store cannot be reached
            GET    | /api/users/private     | 401 | Unauthorized           | AuthenticationError       | sign in first: send Authorization: Bearer <token>, or the session cookie
            GET    | /api/nowhere           | 404 | Not Found              | NotFoundError             | there is no such route
            GET    | /nowhere               | 404 | Not Found              | NotFoundError             | there is no such route
            DELETE | /api/users/rejection   | 405 | Method Not Allowed     | MethodNotAllowedError     | this route does not take DELETE; it takes GET
            """)
    void hasTheEnvelopeOfTheOtherRoutes(
            String method, String path, int code, String status, String name, String details) {
        var answer = send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(code);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        var body = JSON.readTree(answer.body());
        assertThat(body.propertyNames()).containsExactly("code", "status", "error", "meta");
        assertThat(body.at("/code").intValue()).isEqualTo(code);
        assertThat(body.at("/status").stringValue()).isEqualTo(status);
        assertThat(body.at("/error").propertyNames()).containsExactly("name", "details");
        assertThat(body.at("/error/name").stringValue()).isEqualTo(name);
        assertThat(body.at("/error/details").stringValue()).isEqualTo(details);
        assertThat(body.at("/meta/timestamp").stringValue())
                .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/userIntegration/rejection         | 400 | UserIntegrationId is Invalid
            GET    | /api/userIntegration/invalid           | 400 | Validation Error
            GET    | /api/userIntegration/private           | 401 | Unathorized
            GET    | /api/admin/userIntegration/private     | 401 | Unathorized
            GET    | /api/userIntegration/conflict          | 409 | UserIntegration already exists
            GET    | /api/userIntegration/unavailable       | 503 | the store cannot be reached
            GET    | /api/userIntegration/no/where          | 404 | there is no such route
            DELETE | /api/userIntegration/rejection         | 405 | this route does not take DELETE; it takes GET
            """)
    void hasTheEnvelopeOfTheIntegrationRoutes(String method, String path, int status, String error) {
        var answer = send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.valueToTree(Map.of("status", status, "error", error)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/users/rejection", "/api/userIntegration/conflict"})
    void isAProblemForAClientThatAsksForOne(String path) {
        var answer = send(request(path).header("Accept", "application/problem+json"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var body = JSON.readTree(answer.body());
        assertThat(body.at("/status").intValue()).isEqualTo(409);
        assertThat(body.at("/code").intValue()).isEqualTo(409);
        assertThat(body.at("/title").stringValue()).isEqualTo("Conflict");
        assertThat(body.at("/name").stringValue()).isEqualTo("ConflictError");
        assertThat(body.at("/detail").stringValue()).isNotBlank();
    }

    @Test
    void doesNotKeepAProblemReaderFromItsSuccesses() {
        assertThat(send(request("/api/users/fine").header("Accept", "application/problem+json"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void ofOurOwnTellsACorrelationIdAndNothingElse() {
        var answer = send(request("/api/users/fault").header("X-Correlation-Id", "request-1"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("X-Correlation-Id")).hasValue("request-1");
        assertThat(answer.body())
                .contains("InternalServerError", "correlation id request-1")
                .doesNotContain("select", "secret", "Exception", "io.rollbook");
    }

    @Test
    void ofAStoreThatIsAwaySaysWhenToTryAgain() {
        assertThat(send(request("/api/users/unavailable")).headers().firstValue("Retry-After"))
                .hasValue("2");
    }

    @Test
    void ofAMissingSignInSaysHowToSignIn() {
        assertThat(send(request("/api/users/private")).headers().firstValue("WWW-Authenticate"))
                .hasValue("Bearer");
    }

    @Test
    void ofAMethodNamesTheOnesThatAreTaken() {
        assertThat(send(request("/api/users/rejection").DELETE()).headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
    }

    @Test
    void ofContentThatIsNotJsonSaysWhatToSend() {
        var answer = send(request("/api/users/body")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("name")));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("UnsupportedMediaTypeError", "Content-Type: application/json");
    }

    @Test
    void ofAcceptingNothingThatWeHaveSaysWhatToAccept() {
        var answer = send(request("/api/users/fine").header("Accept", "image/png"));

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(answer.body()).contains("NotAcceptableError", "application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/png",
                "application/json;q=0",
                "*/*, application/json;q=0",
                "nonsense",
                "application/ld+json"
            })
    void ofAcceptingNothingThatWeHaveComesBeforeAnythingIsDone(String accept) {
        Routes.CALLS.set(0);

        var answer =
                send(request("/api/users/counted").header("Accept", accept).POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(Routes.CALLS).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json;charset=utf-16",
                "application/json;charset=iso-8859-1",
                "application/json;v=2",
                "application/problem+json",
                "text/html, application/*;q=0.1"
            })
    void isNoneWhereTheAnswerIsAccepted(String accept) {
        var answer =
                send(request("/api/users/counted").header("Accept", accept).POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "identity, gzip", "x-unknown", "GZIP"})
    void ofAContentCodingNamesWhatIsUnderstood(String coding) {
        Routes.CALLS.set(0);

        for (var path : new String[] {"/api/users/body", "/api/users/counted"}) {
            var answer = send(request(path)
                    .header("Content-Type", "application/json")
                    .header("Content-Encoding", coding)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"a\"}")));

            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("identity");
            assertThat(answer.body()).contains("UnsupportedMediaTypeError", "without Content-Encoding");
        }
        assertThat(Routes.CALLS).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-16", "iso-8859-1", "nonsense"})
    void ofACharsetNamesWhatIsUnderstood(String charset) {
        var answer = send(request("/api/users/body")
                .header("Content-Type", "application/json; charset=" + charset)
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"a\"}")));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("UnsupportedMediaTypeError", "in UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"identity, utf-8", "Identity, UTF-8", "'', us-ascii"})
    void isNoneOfABodyThatComesAsItIs(String coding, String charset) {
        var answer = send(request("/api/users/body")
                .header("Content-Type", "application/json; charset=" + charset)
                .header("Content-Encoding", coding)
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"a\"}")));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json, application/problem+json;q=0   | application/json
            application/json, application/problem+json;q=0.5 | application/json
            application/problem+json;q=0.9, */*;q=0.1        | application/problem+json
            text/html                                        | application/json
            """)
    void isInTheFormThatTheClientLikesMost(String accept, String type) {
        assertThat(send(request("/api/users/invalid").header("Accept", accept))
                        .headers()
                        .firstValue("Content-Type"))
                .hasValue(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":", "name", "{\"name\": \"a\", \"name\": \"b\"}", "\u0000"})
    void ofABodyThatIsNoJsonSaysSo(String body) {
        var answer = post("/api/users/body", HttpRequest.BodyPublishers.ofString(body));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("body must be well-formed JSON");
    }

    @Test
    void ofAMissingBodySaysSo() {
        var answer = post("/api/users/body", HttpRequest.BodyPublishers.noBody());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("body must be a JSON object");
    }

    @Test
    void ofABodyThatIsTooLongIsTheSameWhetherItsLengthIsAnnouncedOrNot() {
        var body = ("{\"name\": \"" + "x".repeat(65 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8);
        var announced = post("/api/users/body", HttpRequest.BodyPublishers.ofByteArray(body));
        var chunked =
                post("/api/users/body", HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        for (var answer : new HttpResponse<?>[] {announced, chunked}) {
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(String.valueOf(answer.body())).contains("PayloadTooLargeError", "body must have at most 64 KiB");
        }
    }

    @Test
    void isNoneOfABodyOfExactlyTheLimit() {
        var frame = "{\"name\": \"\"}";
        var body = "{\"name\": \"" + "x".repeat(64 * 1024 - frame.length()) + "\"}";

        assertThat(post("/api/users/body", HttpRequest.BodyPublishers.ofString(body))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void ofARequestThatTheContainerRefusesHasTheEnvelopeToo() throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("GET /api/users/|{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("\"ValidationError\"")
                    .doesNotContainIgnoringCase("tomcat", "<html");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "<script>"})
    void isNotToldUnderACorrelationIdThatCouldDoHarm(String sent) {
        var answer = send(request("/api/users/fine").header("X-Correlation-Id", sent));

        assertThat(answer.headers().firstValue("X-Correlation-Id"))
                .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f-]{36}"));
    }

    @Test
    void keepsTheCorrelationIdWithinTheRequest() {
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        var first = send(request("/api/users/correlation")
                .header("X-Correlation-Id", "request-1")
                .header("traceparent", trace));
        var second = send(request("/api/users/correlation").header("traceparent", "nonsense"));

        assertThat(first.body()).isEqualTo("request-1 " + trace);
        assertThat(second.body())
                .isEqualTo(second.headers().firstValue("X-Correlation-Id").orElseThrow() + " none");
    }

    private HttpResponse<String> post(String path, HttpRequest.BodyPublisher body) {
        return send(request(path).header("Content-Type", "application/json").POST(body));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({WebSide.class, Routes.class})
    static class Side {

        @Bean
        TokenVerifier nobodysTokens() {
            return new Bearers(token -> Optional.empty());
        }

        @Bean
        CallerDirectory nobody() {
            return token -> Optional.empty();
        }
    }

    /** One route for each way to end. */
    @RestController
    static class Routes {

        @Allow(Access.ANYONE)
        @GetMapping("/api/users/fine")
        ResponseEntity<Envelope> fine() {
            return Envelope.ok("end", "fine");
        }

        static final AtomicInteger CALLS = new AtomicInteger();

        @Allow(Access.ANYONE)
        @PostMapping("/api/users/counted")
        ResponseEntity<Envelope> counted() {
            return Envelope.ok("calls", CALLS.incrementAndGet());
        }

        @Allow(Access.ANYONE)
        @GetMapping("/api/users/rejection")
        void rejection() {
            throw new Rejection(RoleReason.IN_USE);
        }

        @Allow(Access.ANYONE)
        @GetMapping("/api/userIntegration/rejection")
        void invalidId() {
            throw new Rejection(UserIntegrationReason.INVALID_ID);
        }

        @Allow(Access.ANYONE)
        @GetMapping("/api/userIntegration/conflict")
        void conflict() {
            throw new Rejection(UserIntegrationReason.ALREADY_ADDED);
        }

        @Allow(Access.ANYONE)
        @GetMapping({"/api/users/invalid", "/api/userIntegration/invalid"})
        void invalid() {
            throw new InvalidInput("email", "is required");
        }

        @Allow(Access.ANYONE)
        @GetMapping({"/api/users/unavailable", "/api/userIntegration/unavailable"})
        void unavailable() {
            throw new Unavailable("the store cannot be reached", Duration.ofSeconds(2));
        }

        @Allow(Access.ANYONE)
        @GetMapping("/api/users/fault")
        void fault() {
            throw new IllegalStateException("select secret from table");
        }

        @Allow(Access.SIGNED_IN)
        @GetMapping({"/api/users/private", "/api/userIntegration/private", "/api/admin/userIntegration/private"})
        ResponseEntity<Envelope> forTheSignedIn() {
            return Envelope.ok("end", "private");
        }

        @Allow(Access.ANYONE)
        @GetMapping(path = "/api/users/correlation", produces = MediaType.TEXT_PLAIN_VALUE)
        String correlation() {
            return Correlation.current() + " " + Correlation.traceParent().orElse("none");
        }

        @Allow(Access.ANYONE)
        @PostMapping(path = "/api/users/body", consumes = MediaType.APPLICATION_JSON_VALUE)
        ResponseEntity<Envelope> body(Body<Named> body) {
            return Envelope.ok("length", body.read().name().length());
        }

        record Named(String name) {}
    }
}
