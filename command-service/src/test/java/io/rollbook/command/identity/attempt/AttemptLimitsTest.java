package io.rollbook.command.identity.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.web.envelope.TooManyRequests;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class AttemptLimitsTest {

    private static final AttemptSettings SETTINGS = new AttemptSettings(
            Duration.ofMinutes(1), 50, 10, 100, 60, 20, 5, Duration.ofSeconds(1), Duration.ofSeconds(30), 1_000);

    private final AtomicLong now = new AtomicLong(1);
    private final AttemptLimits limits = new AttemptLimits(SETTINGS, now::get);
    private MockHttpServletResponse response = new MockHttpServletResponse();

    private static final Reason WRONG_PASSWORD = new Reason(ErrorCode.AUTHENTICATION, "wrong");

    @Test
    void fiftyRegistrationsFromOneAddressPassAndNoMore() {
        for (var i = 0; i < 50; i++) {
            register("p" + i + "@example.org", "192.0.2.1");
        }
        assertThatThrownBy(() -> register("p50@example.org", "192.0.2.1")).isInstanceOf(TooManyRequests.class);
        register("p50@example.org", "192.0.2.2");
    }

    @Test
    void oneEmailIsRegisteredFromManyAddressesOnlySoOften() {
        for (var i = 0; i < 10; i++) {
            register("A@example.org", "192.0.2." + i);
        }
        assertThatThrownBy(() -> register("a@EXAMPLE.org", "192.0.2.99")).isInstanceOf(TooManyRequests.class);
    }

    @Test
    void attemptsComeBackWithTime() {
        for (var i = 0; i < 50; i++) {
            register("p" + i + "@example.org", "192.0.2.1");
        }
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        register("later@example.org", "192.0.2.1");
    }

    @Test
    void saysHowManyAreLeft() {
        register("a@example.org", "192.0.2.1");
        assertThat(response.getHeader("RateLimit-Policy")).isEqualTo("\"address\";q=50;w=60, \"email\";q=10;w=60");
        assertThat(response.getHeader("RateLimit")).isEqualTo("\"address\";r=49;t=1, \"email\";r=9;t=6");
    }

    @Test
    void oneNetworkOfTheNewKindCountsAsOneAddress() {
        for (var i = 0; i < 50; i++) {
            register("p" + i + "@example.org", "2001:db8:0:1:0:0:0:" + i);
        }
        assertThatThrownBy(() -> register("p@example.org", "2001:db8:0:1:ffff:0:0:1"))
                .isInstanceOf(TooManyRequests.class);
        register("p@example.org", "2001:db8:0:2:0:0:0:1");
    }

    @Test
    void ofTenThousandAttemptsHardlyAnyReachesThePasswords() {
        var tried = new AtomicInteger();
        for (var i = 0; i < 10_000; i++) {
            guess("victim@example.org", "192.0.2.1", tried);
        }
        assertThat(tried.get()).isLessThan(10);
        limits.signIn("victim@example.org", request("192.0.2.2"), response).of(() -> "the owner");
    }

    @Test
    void wrongPasswordsForManyAccountsFromOneAddressAreFew() {
        var tried = new AtomicInteger();
        for (var i = 0; i < 90; i++) {
            guess("somebody" + i + "@example.org", "192.0.2.1", tried);
        }
        assertThat(tried.get()).isEqualTo(20);
        assertThat(response.getHeader("RateLimit-Policy")).isEqualTo("\"failures\";q=20;w=60");
    }

    @Test
    void howeverManyTryTheMemoryIsBounded() {
        var tried = new AtomicInteger();
        for (var i = 0; i < 20_000; i++) {
            guess("somebody" + i + "@example.org", "192.0." + i / 250 + "." + i % 250, tried);
            register("somebody" + i + "@example.org", "192.0." + i / 250 + "." + i % 250);
        }
        assertThat(tried.get()).isEqualTo(20_000);
        assertThat(limits.remembered()).isLessThanOrEqualTo(7L * SETTINGS.remembered());
    }

    @Test
    void rightPasswordsFromOneAddressAreNotCountedAsWrong() {
        for (var i = 0; i < 90; i++) {
            signIn("somebody" + i + "@example.org").of(() -> "the owner");
        }
    }

    @Test
    void whatNobodyCouldDecideIsNotCountedAsWrong() {
        for (var i = 0; i < 50; i++) {
            var attempt = signIn("somebody@example.org");
            assertThatThrownBy(() -> attempt.of(() -> {
                        throw new Unavailable("away", Duration.ofSeconds(1));
                    }))
                    .isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void anAddressIsTheSameHoweverItIsWritten() {
        for (var i = 0; i < 50; i++) {
            register("p" + i + "@example.org", "2001:db8::" + (i + 1));
        }
        assertThatThrownBy(() -> register("p@example.org", "2001:0DB8:0:0:ffff::1"))
                .isInstanceOf(TooManyRequests.class);
    }

    private AttemptLimits.SignInAttempt signIn(String email) {
        return limits.signIn(email, request("192.0.2.1"), response);
    }

    private void guess(String email, String address, AtomicInteger tried) {
        try {
            limits.signIn(email, request(address), response).of(() -> {
                tried.incrementAndGet();
                throw new Rejection(WRONG_PASSWORD);
            });
        } catch (TooManyRequests | Rejection expected) {
            assertThat(expected).isNotNull();
        }
    }

    private void register(String email, String address) {
        response = new MockHttpServletResponse();
        limits.register(new EmailAddress(email), request(address), response);
    }

    private static MockHttpServletRequest request(String address) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        return request;
    }
}
