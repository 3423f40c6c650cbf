package io.rollbook.command.identity.web;

import io.rollbook.command.identity.SessionCookie;
import io.rollbook.web.access.SessionCookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpHeaders;

/** Hands the session cookie to the browser and takes it away. */
final class SessionAnswer {

    private SessionAnswer() {}

    static void signIn(SessionCookie cookie, HttpServletRequest request, HttpServletResponse response) {
        var life = Duration.between(Instant.now(), cookie.expiresAt());
        response.addHeader(HttpHeaders.SET_COOKIE, SessionCookies.set(request, cookie.value(), life));
    }

    static void signOut(HttpServletRequest request, HttpServletResponse response) {
        response.addHeader(HttpHeaders.SET_COOKIE, SessionCookies.clear(request));
    }
}
