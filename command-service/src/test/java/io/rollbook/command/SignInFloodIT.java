package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Ten thousand guesses at passwords over HTTP from many addresses, with the limits as they come. */
@Tag("thorough")
class SignInFloodIT extends WithWriteSide {

    private static final String PASSWORD = "seven quiet hills";
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final int CALLERS_AT_ONCE = 16;

    @Autowired
    private MeterRegistry meters;

    @LocalServerPort
    private int port;

    @Test
    void hardlyAnyOfTenThousandGuessesIsLookedAtAndTheOwnerGetsIn() throws Exception {
        newUser("victim@example.org");
        newUser("bystander@example.org");
        var botnet = clients("127.0.1.", 60);
        var owner = new HttpSide(port, "127.0.2.1");
        var before = hashes();

        var first = flood(22, i -> () -> guess(botnet.get(i), "victim@example.org"));
        // The waiting begins when the owner first asks: it is short yet, and nothing lengthens it.
        var told = signIn(owner, "victim@example.org", PASSWORD);
        var second = flood(6_000, i -> () -> guess(botnet.get(i % 60), "victim@example.org"));
        var third = flood(4_000, i -> () -> guess(botnet.get(0), "anybody" + i + "@example.org"));
        var late = signIn(new HttpSide(port, "127.0.2.3"), "victim@example.org", PASSWORD);

        assertThat(first.refused() + second.refused() + third.refused()).isGreaterThan(9_500);
        assertThat(first.wrong() + second.wrong() + third.wrong()).isEqualTo(hashes() - before);
        assertThat(signIn(new HttpSide(port, "127.0.2.2"), "bystander@example.org", PASSWORD)
                        .statusCode())
                .isEqualTo(200);
        for (var waiting : List.of(told, late)) {
            assertThat(waiting.statusCode()).isEqualTo(429);
            assertThat(retryAfter(waiting)).isBetween(1L, LONGEST_DELAY.toSeconds());
        }
        await().atMost(Duration.ofSeconds(retryAfter(told)))
                .until(() -> signIn(owner, "victim@example.org", PASSWORD).statusCode() == 200);
    }

    @Test
    void anEmailThatNobodyHasIsAsMuchWorkAndTheSameAnswer() {
        newUser("somebody@example.org");
        var client = new HttpSide(port, "127.0.3.1");

        var before = hashes();
        var known = guess(client, "somebody@example.org");
        var between = hashes();
        var unknown = guess(client, "nobody@example.org");

        assertThat(between - before).isEqualTo(1);
        assertThat(hashes() - between).isEqualTo(1);
        assertThat(known.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(withoutTime(known)).isEqualTo(withoutTime(unknown));
        assertThat(known.headers().map().keySet())
                .isEqualTo(unknown.headers().map().keySet());
    }

    @Test
    void somebodyElsesAddressInAHeaderIsNoNewAddress() {
        var client = new HttpSide(port, "127.0.4.1");
        var before = hashes();
        for (var i = 0; i < 50; i++) {
            client.send(
                    "POST",
                    "/api/auth/login",
                    null,
                    credentials("stubborn@example.org", "a wrong password"),
                    "X-Forwarded-For",
                    "192.0.2." + i,
                    "Forwarded",
                    "for=192.0.2." + i);
        }
        assertThat(hashes() - before).isLessThan(10);
    }

    /** How many guesses were looked at, and how many were refused unseen. */
    private record Outcome(long wrong, long refused) {}

    private static Outcome flood(int guesses, IntFunction<Callable<HttpResponse<String>>> guess)
            throws InterruptedException, ExecutionException {
        var answers = new ArrayList<HttpResponse<String>>();
        try (var callers = Executors.newFixedThreadPool(CALLERS_AT_ONCE)) {
            for (var answer : callers.invokeAll(
                    IntStream.range(0, guesses).mapToObj(guess).toList())) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.body()).isIn(401, 429);
            assertThat(answer.headers().firstValue("RateLimit-Policy")).isPresent();
            assertThat(answer.headers().firstValue("RateLimit")).isPresent();
            if (answer.statusCode() == 429) {
                assertThat(retryAfter(answer)).isBetween(1L, 60L);
            }
        });
        var wrong =
                answers.stream().filter(answer -> answer.statusCode() == 401).count();
        return new Outcome(wrong, guesses - wrong);
    }

    private static long retryAfter(HttpResponse<String> answer) {
        return answer.headers().firstValueAsLong("Retry-After").orElseThrow();
    }

    private static HttpResponse<String> guess(HttpSide client, String email) {
        return signIn(client, email, "a wrong password");
    }

    private static HttpResponse<String> signIn(HttpSide client, String email, String password) {
        return client.send("POST", "/api/auth/login", null, credentials(email, password));
    }

    private static String credentials(String email, String password) {
        return """
                {"email": "%s", "password": "%s"}""".formatted(email, password);
    }

    private static String withoutTime(HttpResponse<String> answer) {
        return answer.body().replaceAll("\"meta\":.*", "");
    }

    private List<HttpSide> clients(String network, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new HttpSide(port, network + i))
                .toList();
    }

    private void newUser(String email) {
        var admin = new HttpSide(port);
        var added = admin.send("POST", "/api/users", admin.adminToken(), """
                {"email": "%s", "password": "%s", "name": "Somebody", "approved": true}""".formatted(email, PASSWORD));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    }

    private long hashes() {
        return meters.timer("rollbook.password.hashing").count();
    }
}
