package io.rollbook.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class SessionCookiesTest {

    @ParameterizedTest
    @CsvSource({
        "http, localhost, false",
        "http, 127.0.0.1, false",
        "http, [::1], false",
        "http, roll.localhost, false",
        "https, localhost, true",
        "http, roll.example.org, true",
        "http, 127.0.0.1.example.org, true",
        "https, roll.example.org, true"
    })
    void isSecureExceptOnPlainLoopback(String scheme, String host, boolean secure) {
        var request = new MockHttpServletRequest();
        request.setSecure(scheme.equals("https"));
        request.setServerName(host);

        var cookie = SessionCookies.set(request, "value", Duration.ofHours(1));

        assertThat(cookie).startsWith((secure ? "__Host-" : "") + "rollbook-session=value; ");
        assertThat(cookie.contains("Secure")).isEqualTo(secure);
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax").contains("Path=/");
        assertThat(cookie).doesNotContain("Domain");
    }

    /** A neighbouring domain, or somebody on an open line, can set a cookie of the bare name. */
    @ParameterizedTest
    @ValueSource(strings = {"__Host-rollbook-session", "__Secure-rollbook-session", "rollbook-session"})
    void overTlsOnlyACookieOfTheVeryHostCounts(String name) {
        var request = new MockHttpServletRequest();
        request.setSecure(true);
        request.setServerName("roll.example.org");
        request.setCookies(new Cookie(name, "planted"));

        assertThat(SessionCookies.values(request))
                .isEqualTo(name.startsWith("__Host-") ? List.of("planted") : List.of());
    }

    @Test
    void onPlainLoopbackTheBareNameCounts() {
        var request = new MockHttpServletRequest();
        request.setServerName("localhost");
        request.setCookies(new Cookie("__Host-rollbook-session", "other"), new Cookie("rollbook-session", "ours"));

        assertThat(SessionCookies.values(request)).containsExactly("ours");
    }
}
