package io.rollbook.standalone;

import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.RawConnection;
import io.rollbook.standalone.support.RunningServices;
import io.rollbook.standalone.support.RunningStandalone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The same hostile clients against the one process and against the two services, and what differs between these. */
@OnSharedSystem
class HostileClientIT {

    // The five seconds of the server's own limit, and what a busy machine adds.
    private static final Duration SILENCE = Duration.ofSeconds(9);
    private static final String HSTS = "Strict-Transport-Security";

    @Nested
    class Standalone extends HostileClient {

        private final RunningStandalone standalone;

        Standalone(RunningStandalone standalone) {
            super(standalone);
            this.standalone = standalone;
        }

        @Test
        void whatAProxyIsSaidToHaveSeenIsNotBelieved() {
            assertThat(throughTls(standalone.commands()).header(HSTS)).isNull();
        }
    }

    @Nested
    class Services extends HostileClient {

        private final RunningServices services;

        Services(RunningServices services) {
            super(services);
            this.services = services;
        }

        @Test
        void behindAProxyThatEndsTlsBrowsersAreToldToStayWithIt() {
            for (var side : List.of(services.commands(), services.queries())) {
                assertThat(throughTls(side).header(HSTS)).contains("max-age=31536000");
            }
            assertThat(people.anonymous().get("/api/roles").header(HSTS)).isNull();
        }

        @Test
        void whoFallsSilentInTheMiddleOfARequestIsGivenUpAfterFiveSeconds() {
            var connections = idleConnections();
            try {
                var deadline = Instant.now().plus(SILENCE);
                for (var connection : connections) {
                    var left = Duration.between(Instant.now(), deadline);
                    assertThat(connection.closesWithin(left.isPositive() ? left : Duration.ofMillis(1)))
                            .isTrue();
                }
            } finally {
                connections.forEach(RawConnection::close);
            }
        }

        @Test
        void whenTheQuerySideStandsStillALockOutIsSaidToBeStaleAndHoldsOnTheCommandSideAtOnce() {
            var person = people.newApproved();
            try (var frozen = services.freezeQueries()) {
                var answer = people.admin().client().put(person.path() + "/disable", Fields.of("disabled", true));

                assertThat(frozen).isNotNull();
                success(answer, 200, "user");
                assertThat(answer.header("X-Consistency")).isEqualTo("stale");
                error(person.client().put(person.path(), Fields.of("name", "Still me")), 401);
            }
            eventually(() -> person.client().forgetful().get("/api/auth/authenticated"), 401);
        }
    }
}
