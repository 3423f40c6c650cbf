package io.rollbook.command.identity.web;

import io.rollbook.command.identity.SessionCookie;
import io.rollbook.command.identity.SessionOrigin;
import io.rollbook.web.access.SessionCookies;
import io.rollbook.web.log.SecurityLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpHeaders;

/** Hands the session cookie to the browser and takes it away. */
final class SessionAnswer {

    private static final int LONGEST_CLIENT = 200;

    private SessionAnswer() {}

    static void signIn(SessionCookie cookie, HttpServletRequest request, HttpServletResponse response) {
        var life = Duration.between(Instant.now(), cookie.expiresAt());
        response.addHeader(HttpHeaders.SET_COOKIE, SessionCookies.set(request, cookie.value(), life));
    }

    /** Where the request comes from, as the person is told later. */
    static SessionOrigin origin(HttpServletRequest request) {
        var client = request.getHeader(HttpHeaders.USER_AGENT);
        return new SessionOrigin(
                SecurityLog.network(request.getRemoteAddr()),
                client == null ? null : client.substring(0, Math.min(client.length(), LONGEST_CLIENT)));
    }

    static void signOut(HttpServletRequest request, HttpServletResponse response) {
        response.addHeader(HttpHeaders.SET_COOKIE, SessionCookies.clear(request));
    }
}
