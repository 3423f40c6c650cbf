package io.rollbook.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class AllowedOriginsTest {

    private final AllowedOrigins origins = new AllowedOrigins(List.of("https://App.example.org:443", ""));

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example.org", "http://roll.example.org", "HTTP://roll.example.org:80"})
    void theOwnOriginAndThoseListedMayAsk(String origin) {
        assertThat(origins.made(from(origin))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "http://app.example.org",
                "https://app.example.org:444",
                "https://app.example.org.evil.example",
                "https://roll.example.org",
                "http://roll.example.org:8080",
                "http://roll.example.org@evil.example",
                "https://evil.example/https://app.example.org",
                "https://*"
            })
    void nobodyElseMayAsk(String origin) {
        assertThat(origins.made(from(origin))).isFalse();
    }

    @Test
    void withoutAnOriginTheBrowserHasToSayThatItIsTheSame() {
        var silent = request();
        var same = request();
        same.addHeader("Sec-Fetch-Site", "same-origin");
        var cross = request();
        cross.addHeader("Sec-Fetch-Site", "cross-site");

        assertThat(origins.made(silent)).isFalse();
        assertThat(origins.made(same)).isTrue();
        assertThat(origins.made(cross)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://*.example.org", "app.example.org", "https://app.example.org/", "null"})
    void onlyWholeOriginsAreListed(String origin) {
        assertThatThrownBy(() -> new AllowedOrigins(List.of(origin))).hasMessageContaining("no origin");
    }

    private static MockHttpServletRequest from(String origin) {
        var request = request();
        request.addHeader("Origin", origin);
        return request;
    }

    private static MockHttpServletRequest request() {
        var request = new MockHttpServletRequest("POST", "/api/roles");
        request.setScheme("http");
        request.setServerName("roll.example.org");
        request.setServerPort(80);
        return request;
    }
}
