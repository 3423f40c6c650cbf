package io.rollbook.standalone.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.fuzz.RequestGrammar.Sample;
import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.Person;
import io.rollbook.standalone.support.RawConnection;
import io.rollbook.standalone.support.RunningServices;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.RunningSystem;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * No bytes that a client can send make a server fail: each gets an answer in an envelope, none reaches the log. The seed is
 * printed; {@code -Drollbook.fuzz.seed=…} tries the same requests again.
 */
class FuzzIT {

    private static final long SEED = Long.getLong("rollbook.fuzz.seed", System.nanoTime());
    private static final int CONNECTIONS = 4;

    // On a thread that serves a request. What a busy machine makes the servers inside complain of is not meant.
    private static final Pattern FAILURE = Pattern.compile(".* ERROR .*-handler-\\d+\\].*");

    private static final Pattern REVEALED =
            Pattern.compile("(?i)exception|\\bat [a-z]+\\.|org\\.(spring|apache)|java\\.|tomcat|<html");

    @Nested
    @OnSharedSystem
    class Standalone extends Fuzz {

        Standalone(RunningStandalone standalone) {
            super(standalone, standalone::output);
        }
    }

    @Nested
    @OnSharedSystem
    class Services extends Fuzz {

        Services(RunningServices services) {
            super(services, services::output);
        }
    }

    abstract static class Fuzz {

        private final RunningSystem system;
        private final Supplier<List<String>> output;

        Fuzz(RunningSystem system, Supplier<List<String>> output) {
            this.system = system;
            this.output = output;
        }

        @Test
        void aThousandRequestsFromTheGrammarAreAnsweredAndLeaveNoTrace() {
            areAnsweredAndLeaveNoTrace(1_000);
        }

        @Test
        @Tag("thorough")
        void soAreTwentyFiveThousand() {
            areAnsweredAndLeaveNoTrace(25_000);
        }

        private void areAnsweredAndLeaveNoTrace(int requests) {
            System.out.println("fuzzing with -Drollbook.fuzz.seed=" + SEED);
            var people = system.people();
            var tokens = tokens(people.newApproved(), people.newPerson(false, 3));
            var before = failuresIn(output.get());
            var failures = new ConcurrentLinkedQueue<String>();
            var sides =
                    Stream.of(system.commands(), system.queries()).distinct().toList();

            try (var connections = Executors.newFixedThreadPool(CONNECTIONS)) {
                for (var i = 0; i < CONNECTIONS; i++) {
                    var grammar = new RequestGrammar(SEED + i, tokens);
                    var side = sides.get(i % sides.size());
                    connections.execute(() -> send(grammar, side, requests / CONNECTIONS, failures));
                }
            }

            assertThat(failures).as("seed %d", SEED).isEmpty();
            assertThat(people.anonymous().get("/actuator/health/readiness").status())
                    .isEqualTo(200);
            assertThat(people.admin().client().get("/api/roles").status()).isEqualTo(200);
            assertThat(output.get()).as("seed %d", SEED).noneMatch(line -> line.contains(RequestGrammar.MARKER));
            assertThat(failuresIn(output.get())).as("seed %d", SEED).isEqualTo(before);
        }

        private static List<String> failuresIn(List<String> lines) {
            return lines.stream()
                    .filter(line -> FAILURE.matcher(line).matches())
                    .toList();
        }

        private static List<@Nullable String> tokens(Person approved, Person pending) {
            var tokens = new ArrayList<@Nullable String>(Collections.nCopies(5, null));
            tokens.add(approved.client().token());
            tokens.add(pending.client().token());
            tokens.add(approved.client().token() + "x");
            return tokens;
        }
    }

    /** Sends one to three requests a connection, one behind the other, until there have been {@code requests}. */
    private static void send(RequestGrammar grammar, URI side, int requests, Queue<String> failures) {
        for (var sent = 0; sent < requests && failures.size() < 5; ) {
            var samples = new ArrayList<Sample>();
            do {
                samples.add(grammar.next());
            } while (samples.size() < 3
                    && !samples.getLast().head()
                    && samples.getLast().whole());
            sent += samples.size();
            try (var connection = RawConnection.to(side)) {
                samples.forEach(sample -> connection.offer(sample.text()));
                connection.endRequests();
                var heads = samples.getLast().head();
                var answers = heads ? connection.heads() : connection.answers();
                if (samples.getFirst().whole() && answers.isEmpty()) {
                    failures.add("no answer to " + samples);
                }
                for (var answer : answers) {
                    var wrong = wrong(answer, heads);
                    if (wrong != null) {
                        failures.add(wrong + ": " + answer + " to " + samples);
                    }
                }
            } catch (RuntimeException | AssertionError e) {
                // Without a version in its line a request is of HTTP/0.9, and its answer a body without a status line.
                if (samples.getLast().whole() || !String.valueOf(e.getMessage()).startsWith("no HTTP: {\"")) {
                    failures.add(e + " upon " + samples);
                }
            }
        }
    }

    private static @Nullable String wrong(Answer answer, boolean heads) {
        var status = answer.status();
        if (status >= 500 && !(status == 503 && answer.header("Retry-After") != null)) {
            return "a failure of the server";
        }
        if (status < 400 || heads && answer.text().isEmpty()) {
            return null;
        }
        if (REVEALED.matcher(answer.text()).find()) {
            return "more than a client may know";
        }
        JsonNode body;
        try {
            body = answer.json();
        } catch (AssertionError e) {
            return "no envelope";
        }
        var standard = body.path("code").intValue(0) == status
                && body.at("/error/name").isString();
        var integration =
                body.path("status").intValue(0) == status && body.path("error").isString();
        var problem =
                body.path("status").intValue(0) == status && body.path("title").isString();
        return standard || integration || problem ? null : "no envelope";
    }
}
