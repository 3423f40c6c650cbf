package io.rollbook.web.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import org.springframework.http.ResponseCookie;

/**
 * The cookie a browser is signed in with: out of reach of scripts, not sent along with another site's requests, and not
 * over an open line, except on the loopback of a developer who has no certificate.
 */
public final class SessionCookies {

    /** The cookie's name. */
    public static final String NAME = "rollbook-session";

    private SessionCookies() {}

    /** The {@code Set-Cookie} that signs in. */
    public static String set(HttpServletRequest request, String value, Duration life) {
        return cookie(request, value, life);
    }

    /** The {@code Set-Cookie} that makes the browser forget it. */
    public static String clear(HttpServletRequest request) {
        return cookie(request, "", Duration.ZERO);
    }

    /** What the request brings under our name, in its order: a cookie of another path or domain may come beside ours. */
    static List<String> values(HttpServletRequest request) {
        return Cookies.values(request, NAME);
    }

    private static String cookie(HttpServletRequest request, String value, Duration life) {
        return ResponseCookie.from(NAME, value)
                .path("/")
                .maxAge(life)
                .httpOnly(true)
                .secure(request.isSecure() || !isLoopback(request.getServerName()))
                .sameSite("Lax")
                .build()
                .toString();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.matches("127(\\.[0-9]{1,3}){3}")
                || host.equals("[::1]")
                || host.equals("::1")
                || host.equals("[0:0:0:0:0:0:0:1]")
                || host.equals("0:0:0:0:0:0:0:1");
    }
}
