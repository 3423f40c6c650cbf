package io.rollbook.standalone;

import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.People;
import io.rollbook.standalone.support.Person;
import io.rollbook.standalone.support.RawConnection;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody sends who speaks HTTP badly on purpose, or slowly, or for another site. */
abstract class HostileClient {

    private static final Duration SOON = Duration.ofSeconds(3);
    private static final int BODY_LIMIT = 64 * 1024;

    private final RunningSystem system;
    final People people;

    HostileClient(RunningSystem system) {
        this.system = system;
        this.people = system.people();
    }

    private List<URI> sides() {
        return Stream.of(system.commands(), system.queries()).distinct().toList();
    }

    // Bodies.

    @Test
    void aBodyThatDoesNotSayHowLongItIsEndsAtTheLimit() {
        try (var connection = RawConnection.to(system.commands())) {
            connection.send(post("/api/roles", "Transfer-Encoding: chunked"));
            connection.send("1\r\n\"\r\n");
            for (var sent = 0; sent <= BODY_LIMIT; sent += 0x2000) {
                connection.send("2000\r\n" + "x".repeat(0x2000) + "\r\n");
            }
            connection.send("0\r\n\r\n");

            error(connection.answer().orElseThrow(), 413);
        }
    }

    @Test
    void aBodyThatSaysItIsTooLongIsNotWaitedFor() {
        try (var connection = RawConnection.to(system.commands())) {
            connection.send(post("/api/roles", "Content-Length: 9999999999"));

            error(connection.answer().orElseThrow(), 413);
        }
    }

    /** Who they are is asked before the body comes, and again before anything is recorded. */
    @Test
    void anAdminWhoIsDisabledWhileTheirBodyArrivesMakesNoAdmin() {
        var admin = people.newAdmin();
        var successor = Samples.user().with("roleId", 1);
        var body = successor.json().toString();
        try (var connection = RawConnection.to(system.commands())) {
            connection.send(post("/api/users", admin, "Content-Length: " + body.length()));
            connection.send(body.substring(0, 10));
            assertThat(people.admin().client().put(admin.path() + "/disable").status())
                    .isEqualTo(200);
            connection.send(body.substring(10));

            error(connection.answer().orElseThrow(), 401);
        }
        var email = successor.text("email");
        assertThat(people.admin().client().get("/api/users?email=" + email).payload())
                .isEmpty();
    }

    @Test
    void bodiesThatTrickleInAreCutOffAndHoldNobodyUp() {
        var began = Instant.now();
        var connections = new ArrayList<RawConnection>();
        try (var trickle = Executors.newSingleThreadScheduledExecutor()) {
            for (var i = 0; i < 50; i++) {
                connections.add(RawConnection.to(system.commands())
                        .send(
                                i % 2 == 0
                                        ? post("/api/roles", "Content-Length: 60000")
                                        : post("/api/auth/register", "Transfer-Encoding: chunked")));
            }
            trickle.scheduleAtFixedRate(
                    () -> IntStream.range(0, connections.size())
                            .forEach(i -> connections.get(i).offer(i % 2 == 0 ? " " : "1\r\n \r\n")),
                    0,
                    200,
                    TimeUnit.MILLISECONDS);
            othersAreServed();

            for (var connection : connections) {
                var answer = connection.answer().orElseThrow();
                error(answer, 408);
                assertThat(answer.header("Connection")).isEqualTo("close");
            }
            assertThat(Duration.between(began, Instant.now()))
                    .isBetween(RunningSystem.BODY_TIMEOUT.minusMillis(500), RunningSystem.BODY_TIMEOUT.plus(SOON));
            trickle.shutdownNow();
        } finally {
            connections.forEach(RawConnection::close);
        }
    }

    // Connections.

    @Test
    void idleConnectionsAndHeadersThatTrickleInHoldNobodyUp() {
        var idle = idleConnections();
        var slow = new ArrayList<RawConnection>();
        try (var trickle = Executors.newSingleThreadScheduledExecutor()) {
            for (var side : sides()) {
                for (var i = 0; i < 100; i++) {
                    slow.add(RawConnection.to(side).send("GET /api/roles HTTP/1.1\r\nHost: x\r\nX-Slow: "));
                }
            }
            trickle.scheduleAtFixedRate(
                    () -> slow.forEach(connection -> connection.offer("x")), 0, 100, TimeUnit.MILLISECONDS);
            othersAreServed();
            trickle.shutdownNow();
        } finally {
            idle.forEach(RawConnection::close);
            slow.forEach(RawConnection::close);
        }
    }

    /** Hundreds of connections to each side, over which nothing or half a request was sent. */
    List<RawConnection> idleConnections() {
        var halves = List.of("", "GET /api/ro", "GET /api/roles HTTP/1.1\r\nHost: x\r\nX-Half:");
        return sides().stream()
                .flatMap(side -> IntStream.range(0, 300)
                        .mapToObj(i -> RawConnection.to(side).send(halves.get(i % halves.size()))))
                .toList();
    }

    /** Ten requests of each kind, one after the other, each soon. */
    private void othersAreServed() {
        var requests = List.<Supplier<Answer>>of(
                () -> people.admin().client().post("/api/roles", Samples.role()),
                () -> people.admin().client().get("/api/roles"),
                () -> people.anonymous().get("/actuator/health/readiness"));
        for (var i = 0; i < 10; i++) {
            for (var request : requests) {
                var began = System.nanoTime();
                assertThat(request.get().status()).isBetween(200, 201);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
            }
        }
    }

    // Headers.

    @Test
    void aFloodOfHeadersIsRefusedLikeEverythingElse() {
        var large = "X-Flood: " + "x".repeat(20_000) + "\r\n";
        var many = IntStream.range(0, 200).mapToObj(i -> "X-" + i + ": x\r\n").reduce("", String::concat);
        var cookies = "Cookie: " + "a=b; ".repeat(4_000) + "\r\n";
        for (var side : sides()) {
            for (var flood : List.of(large, many, cookies)) {
                try (var connection = RawConnection.to(side)) {
                    connection.send("GET /api/roles HTTP/1.1\r\nHost: x\r\n" + flood + "\r\n");

                    var answer = connection.answer().orElseThrow();
                    assertThat(answer.status()).as("%s", answer).isIn(400, 431);
                    assertThat(answer.json().path("code").intValue()).isEqualTo(answer.status());
                    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
                    assertThat(answer.header("Server")).isNull();
                }
            }
        }
    }

    static Stream<String> requestsOfTwoMeanings() {
        var smuggled = "GET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
        var chunks = "0\r\n\r\n" + smuggled;
        return Stream.of(
                "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks,
                "Transfer-Encoding: chunked\r\nContent-Length: " + chunks.length() + "\r\n\r\n" + chunks,
                "Content-Length: 5\r\nContent-Length: 0\r\n\r\n" + chunks,
                "Content-Length: 5, 0\r\n\r\n" + chunks,
                "Content-Length: +5\r\n\r\n" + chunks,
                "Content-Length: -1\r\n\r\n" + chunks,
                "Content-Length: 0x5\r\n\r\n" + chunks,
                "Content-Length : 5\r\n\r\n" + chunks,
                "Transfer-Encoding : chunked\r\n\r\n" + chunks,
                "Transfer-Encoding: chunked, identity\r\n\r\n" + chunks,
                "Transfer-Encoding: identity, chunked\r\n\r\n" + chunks,
                "Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\n" + chunks,
                "Transfer-Encoding: \u000bchunked\r\nContent-Length: 5\r\n\r\n" + chunks,
                "Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n" + chunks,
                "Transfer-Encoding: chunked\r\n\r\nG\r\n\r\n" + smuggled,
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + smuggled,
                "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n\r\n" + smuggled,
                "X: y\nContent-Length: 5\r\n\r\n" + chunks,
                "X: y\rContent-Length: 5\r\n\r\n" + chunks,
                "Host: y\r\nContent-Length: 5\r\n\r\n" + chunks);
    }

    @ParameterizedTest
    @MethodSource("requestsOfTwoMeanings")
    void aRequestOfTwoMeaningsHidesNoOther(String rest) {
        for (var side : sides()) {
            try (var connection = RawConnection.to(side)) {
                connection.send(
                        "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + rest);

                var first = connection.answer();
                first.ifPresent(answer -> {
                    assertThat(answer.status()).as("%s", answer).isBetween(400, 499);
                    assertThat(answer.text()).doesNotContainPattern("(?i)tomcat|exception");
                });
                // A body that both sides of a proxy would read alike may be followed by a request; any other ends it.
                if (first.map(answer -> "close".equals(answer.header("Connection")))
                        .orElse(true)) {
                    assertThat(connection.answers()).isEmpty();
                }
            }
        }
    }

    // Paths.

    static Stream<String> tricks() {
        return Stream.of(
                "/api/users/%OWN%/../%OTHER%",
                "/api/users/%OWN%/%2e%2e/%OTHER%",
                "/api/users/%OWN%/%2E%2E/%OTHER%",
                "/api/users/%OWN%%2f..%2f%OTHER%",
                "/api/users/%OWN%%2F%2E%2E%2F%OTHER%",
                "/api/users/%OWN%%252f..%252f%OTHER%",
                "/api/users/%OWN%..%5c%OTHER%",
                "/api/users/%OWN%\\..\\%OTHER%",
                "/api/users/%OWN%/..;/%OTHER%",
                "/api/users/%OWN%;/../%OTHER%",
                "/api/users/%OTHER%;id=%OWN%",
                "/api/users/%OTHER%;jsessionid=1",
                "/api/users;id=%OWN%/%OTHER%",
                "/api;/users/%OTHER%",
                "//api/users/%OTHER%",
                "/api//users/%OTHER%",
                "/api/users//%OTHER%",
                "/api/users/%OTHER%/",
                "/api/users/%OTHER%/.",
                "/api/users/./%OTHER%",
                "/api/users/%OTHER%.json",
                "/api/users/%OTHER%%20",
                "/api/users/%20%OTHER%",
                "/api/users/%OTHER%%00",
                "/api/users/%00%OTHER%",
                "/api/users/%OTHER%%0d%0aX-Injected:%20yes",
                "/api/users/0%OTHER%",
                "/api/users/+%OTHER%",
                "/api/users/-%OTHER%",
                "/api/users/%OTHER%.0",
                "/api/users/%OTHER%e0",
                "/api/users/0x%OTHER%",
                "/api/users/99999999999999999999999999",
                "/api/users/4294967297",
                "/api/users/-1",
                "/api/users/0",
                "/api/users/NaN",
                "/api/users/null",
                "/api/users/%D9%A1",
                "/api/users/%EF%BC%91",
                "/api/users/%c0%ae%c0%ae",
                "/api/users/%ff",
                "/api/users/*",
                "/api/users/%2a",
                "/api/users/%OWN%,%OTHER%",
                "/api/users/%OWN%?id=%OTHER%&x=/../%OTHER%",
                "/API/USERS/%OTHER%",
                "/api/%75sers/%OTHER%",
                "/api/users/user-%OTHER%",
                "/api/users/" + "1".repeat(4000),
                "/actuator/env;/health/liveness",
                "/actuator/health/liveness/../../env",
                "/actuator/health;/db",
                "/actuator/health/%64b",
                "http://localhost/api/users/%OTHER%",
                "/../../etc/passwd",
                "/api/users/..%2f..%2f..%2fetc%2fpasswd",
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF");
    }

    @Test
    void noTrickWithAPathReadsOrChangesAnothersData() {
        var person = people.newApproved();
        var other = people.newApproved();
        var before = people.admin().client().settled().get(other.path()).payload();

        for (var trick : tricks().toList()) {
            var path = trick.replace("%OWN%", "" + person.id()).replace("%OTHER%", "" + other.id());
            for (var method : List.of("GET", "HEAD", "PUT", "DELETE")) {
                leadsNowhere(method, path, person, other);
            }
        }
        assertThat(people.admin().client().get(other.path()).payload()).isEqualTo(before);
        success(people.logIn(other.email(), other.password()), 200, "session");
    }

    private void leadsNowhere(String method, String path, Person person, Person other) {
        var read = method.equals("GET") || method.equals("HEAD");
        var body = read ? "" : "{\"name\":\"Taken Over\"}";
        try (var connection = RawConnection.to(read ? system.queries() : system.commands())) {
            connection.send("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n".formatted(method, path)
                    + "Authorization: Bearer " + person.client().token() + "\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            if (method.equals("HEAD")) {
                // Without a body there is nothing to read but the status.
                assertThat(connection.status()).as("%s %s", method, path).isBetween(200, 499);
                return;
            }
            var answer = connection.answer().orElseThrow(() -> new AssertionError("no answer to " + path));
            assertThat(answer.text()).as("%s %s", method, path).doesNotContain(other.email(), "root:");
            assertThat(answer.header("X-Injected")).isNull();
            if (answer.status() == 200) {
                // The path is another way to write the person's own.
                assertThat(answer.payload().path("id").intValue())
                        .as("%s %s %s", method, path, answer)
                        .isEqualTo(person.id());
            } else {
                assertThat(answer.status()).as("%s %s %s", method, path, answer).isBetween(400, 405);
                error(answer, answer.status());
                assertThat(answer.header("X-Content-Type-Options"))
                        .as("%s %s", method, path)
                        .isEqualTo("nosniff");
            }
        }
    }

    // Other sites.

    @Test
    void aListedOriginMayAskForChangesAndReadTheAnswers() {
        for (var side : List.of("PUT", "GET")) {
            var preflight = preflight(side, RunningSystem.FRONTEND);

            assertThat(preflight.status()).as("%s", preflight).isEqualTo(200);
            assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(RunningSystem.FRONTEND);
            assertThat(preflight.header("Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(preflight.header("Access-Control-Allow-Methods")).contains("PUT", "PATCH", "DELETE");
            assertThat(preflight.header("Access-Control-Allow-Headers")).containsIgnoringCase("content-type");
            assertThat(preflight.allHeaders("Vary").toString()).contains("Origin");
        }
        var person = people.newApproved();
        var cookie = cookieOf(person);

        var change = byCookie("PUT", person.path(), cookie, RunningSystem.FRONTEND)
                .json(Fields.of("name", "From The Frontend"))
                .send();
        var read =
                byCookie("GET", person.path(), cookie, RunningSystem.FRONTEND).send();

        for (var answer : List.of(change, read)) {
            success(answer, 200, "user");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(RunningSystem.FRONTEND);
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(answer.header("Access-Control-Expose-Headers")).contains("X-Consistency-Token");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://app.rollbook.test.evil.example",
                "https://evil-app.rollbook.test",
                "http://app.rollbook.test",
                "https://app.rollbook.test:8443",
                "https://app.rollbook.test@evil.example",
                "https://app.rollbook.test https://evil.example",
                "null",
                "*",
                "file://"
            })
    void noOtherOriginChangesOrReadsAnything(String origin) {
        var person = people.newApproved();
        var cookie = cookieOf(person);

        var answers = new ArrayList<Answer>();
        answers.add(preflight("PUT", origin));
        answers.add(byCookie("PUT", person.path(), cookie, origin)
                .json(Fields.of("name", "From Elsewhere"))
                .send());
        answers.add(byCookie("DELETE", "/api/auth/session", cookie, origin).send());
        answers.forEach(answer -> error(answer, 403));
        answers.add(byCookie("GET", person.path(), cookie, origin).send());

        for (var answer : answers) {
            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
            assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
        }
        assertThat(person.client().get(person.path()).payload().path("name").stringValue())
                .isNotEqualTo("From Elsewhere");
    }

    @Test
    void aFormOfAnotherSiteIsNotTakenForJson() {
        var person = people.newApproved();
        for (var type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
            var answer = people.anonymous()
                    .request("POST", "/api/userIntegration")
                    .header("Cookie", "rollbook-session=" + cookieOf(person))
                    .header("Origin", "https://evil.example")
                    .body(type, Samples.integration(person.id()).toString())
                    .send();
            assertThat(answer.status()).isIn(403, 415);
        }
    }

    private Answer preflight(String method, String origin) {
        // A preflight goes where the request itself will go.
        var side = method.equals("GET") ? system.queries() : system.commands();
        try (var connection = RawConnection.to(side)) {
            connection.send("OPTIONS /api/users/1 HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                    + "\r\nAccess-Control-Request-Method: " + method
                    + "\r\nAccess-Control-Request-Headers: content-type\r\n\r\n");
            return connection.answer().orElseThrow();
        }
    }

    private static String cookieOf(Person person) {
        var set = person.client().post("/api/auth/session").allHeaders("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("rollbook-session="))
                .findFirst()
                .orElseThrow();
        return set.substring(set.indexOf('=') + 1, set.indexOf(';'));
    }

    private RollbookClient.Request byCookie(String method, String path, String cookie, String origin) {
        return people.anonymous()
                .request(method, path)
                .header("Cookie", "rollbook-session=" + cookie)
                .header("Origin", origin);
    }

    private String post(String path, String length) {
        return post(path, people.admin(), length);
    }

    private static String post(String path, Person by, String length) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + by.client().token() + "\r\n" + length + "\r\n\r\n";
    }

    /** What {@code system} answers to a request that a proxy says came to it over TLS. */
    static Answer throughTls(URI server) {
        try (var connection = RawConnection.to(server)) {
            connection.send("GET /api/roles HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
                    + "X-Forwarded-For: 192.0.2.1\r\n\r\n");
            return connection.answer().orElseThrow();
        }
    }

    /** Waits until {@code condition} holds. */
    static void eventually(Supplier<Answer> request, int status) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(request.get().status()).isEqualTo(status));
    }
}
