package io.rollbook.web.access;

import io.rollbook.api.value.Loopback;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.ResponseCookie;

/**
 * Sets and reads our cookies: out of reach of scripts, not sent along with another site's requests, and not over an open
 * line, except on the loopback of a developer who has no certificate. Where the line is not open their names begin with
 * {@code __Host-}: a browser keeps such a cookie only from the very host and over TLS, so a neighbouring domain, or somebody
 * on an open line, cannot plant one. A cookie of the bare name counts for nothing there.
 */
public final class Cookies {

    /** The most that are looked at of one name. */
    public static final int MOST = 5;

    private static final String HOST_ONLY = "__Host-";

    private Cookies() {}

    /** The {@code Set-Cookie} that keeps {@code value} under {@code name}; without a value or life the browser forgets it. */
    public static String set(HttpServletRequest request, String name, String value, Duration life) {
        return ResponseCookie.from(nameFor(request, name), value)
                .path("/")
                .maxAge(life)
                .httpOnly(true)
                .secure(isSecure(request))
                .sameSite("Lax")
                .build()
                .toString();
    }

    /**
     * The different values under {@code name} that are not empty, in their order, at most {@link #MOST}. A browser may send
     * several of one name, of other paths or of a parent domain, in an order that says nothing of which is the good one
     * (RFC 6265, section 4.2.2).
     */
    public static List<String> values(HttpServletRequest request, String name) {
        var sought = nameFor(request, name);
        return Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(cookie -> sought.equals(cookie.getName()))
                .map(Cookie::getValue)
                .filter(value -> value != null && !value.isEmpty())
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static String nameFor(HttpServletRequest request, String name) {
        return isSecure(request) ? HOST_ONLY + name : name;
    }

    private static boolean isSecure(HttpServletRequest request) {
        return request.isSecure() || !Loopback.is(request.getServerName());
    }
}
