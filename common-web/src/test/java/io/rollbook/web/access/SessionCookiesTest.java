package io.rollbook.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

        assertThat(cookie.contains("Secure")).isEqualTo(secure);
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax").contains("Path=/");
        assertThat(cookie).doesNotContain("Domain");
    }
}
