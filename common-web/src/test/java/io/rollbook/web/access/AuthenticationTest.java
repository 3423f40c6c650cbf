package io.rollbook.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.UserId;
import jakarta.servlet.http.Cookie;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Who a request comes from, when a browser sends several cookies of our name. */
class AuthenticationTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/users");
    private final List<String> verified = new ArrayList<>();
    private final Authentication authentication =
            new Authentication(new CookieVerifier(), AuthenticationTest::find, new AllowedOrigins(List.of()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "good",
                "forged good",
                "good forged",
                "revoked good",
                "disabled good",
                "forged revoked disabled good"
            })
    void aGoodCookieWinsWhereverItStands(String values) {
        bring(values.split(" "));

        assertThat(authentication.authenticate(request).uid()).isEqualTo("good");
        assertThat(request.getAttribute(Credential.class.getName()))
                .isInstanceOfSatisfying(
                        Credential.class,
                        credential -> assertThat(credential.text()).isEqualTo("good"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"forged", "revoked", "forged revoked disabled"})
    void noneIsGoodWhenAllAreBad(String values) {
        bring(values.split(" "));

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> authentication.authenticate(request))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(AccessReason.TOKEN_REFUSED));
        assertThat(request.getAttribute(Caller.class.getName())).isNull();
    }

    @Test
    void noMoreThanAFewAreTried() {
        bring(IntStream.range(0, 100).mapToObj(i -> "forged-" + i).toArray(String[]::new));

        assertThatExceptionOfType(Rejection.class).isThrownBy(() -> authentication.authenticate(request));

        assertThat(verified).hasSize(Cookies.MOST);
    }

    @Test
    void theSameOneIsTriedOnce() {
        bring("forged", "forged", "forged", "forged", "forged", "forged", "good");

        assertThat(authentication.authenticate(request).uid()).isEqualTo("good");
        assertThat(verified).containsExactly("forged", "good");
    }

    @Test
    void anEmptyOneIsNone() {
        bring("");

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> authentication.authenticate(request))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(AccessReason.NOT_SIGNED_IN));
    }

    private void bring(String... values) {
        request.setCookies(Arrays.stream(values)
                .map(value -> new Cookie(SessionCookies.NAME, value))
                .toArray(Cookie[]::new));
    }

    private static Optional<Caller> find(VerifiedToken token) {
        var caller =
                new Caller(new UserId(7), token.uid(), true, token.uid().equals("disabled"), BuiltInRole.USER.id());
        return token.uid().equals("revoked") ? Optional.empty() : Optional.of(caller);
    }

    private final class CookieVerifier implements TokenVerifier {

        @Override
        public Optional<VerifiedToken> verify(String token) {
            return Optional.empty();
        }

        @Override
        public Optional<VerifiedToken> verifyCookie(String cookie) {
            verified.add(cookie);
            return cookie.startsWith("forged")
                    ? Optional.empty()
                    : Optional.of(new VerifiedToken(cookie, null, Instant.EPOCH, SessionId.random(), Instant.MAX));
        }
    }
}
