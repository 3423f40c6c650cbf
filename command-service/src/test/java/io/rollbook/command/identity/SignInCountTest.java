package io.rollbook.command.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.RoleReason;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.UserView;
import io.rollbook.command.identity.SignIn.SignedIn;
import io.rollbook.web.access.VerifiedToken;
import io.rollbook.web.envelope.TooManyRequests;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.TransientDataAccessResourceException;

class SignInCountTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SignInCount count = new SignInCount(meters);

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new Rejection(RoleReason.NOT_FOUND), "refused"),
                Arguments.of(new TooManyRequests(Duration.ofSeconds(1)), "limited"),
                Arguments.of(
                        new Unavailable("away", Duration.ofSeconds(1), new IllegalStateException()), "unavailable"),
                Arguments.of(new TransientDataAccessResourceException("away"), "unavailable"),
                Arguments.of(new IllegalStateException("a fault"), "failed"));
    }

    @Test
    void oneThatSucceedsIsOk() {
        var signedIn = new SignedIn(
                new SessionToken("token", Instant.EPOCH),
                new VerifiedToken("uid-7", null, Instant.EPOCH, SessionId.random(), Instant.MAX),
                new KnownUser(
                        new UserView(7, "uid-7", "ani@example.org", false, "Ani", null, null, null, true),
                        new ConsistencyToken("user-7", 0)));

        assertThat(count.of(() -> signedIn)).isSameAs(signedIn);

        assertCountedOnlyAs("ok");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void oneThatDoesNotIsCountedByWhyAndTheReasonGoesOn(RuntimeException failure, String outcome) {
        assertThatThrownBy(() -> count.of(() -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertCountedOnlyAs(outcome);
    }

    private void assertCountedOnlyAs(String outcome) {
        assertThat(meters.find("rollbook.sign.ins").counters()).singleElement().satisfies(counter -> {
            assertThat(counter.getId().getTag("outcome")).isEqualTo(outcome);
            assertThat(((Counter) counter).count()).isEqualTo(1);
        });
    }
}
