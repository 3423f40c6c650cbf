package io.rollbook.web.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;

/** The cookie a browser is signed in with. */
public final class SessionCookies {

    /** The cookie's name, before what {@link Cookies} puts in front of it. */
    public static final String NAME = "rollbook-session";

    private SessionCookies() {}

    /** The {@code Set-Cookie} that signs in. */
    public static String set(HttpServletRequest request, String value, Duration life) {
        return Cookies.set(request, NAME, value, life);
    }

    /** The {@code Set-Cookie} that makes the browser forget it. */
    public static String clear(HttpServletRequest request) {
        return Cookies.set(request, NAME, "", Duration.ZERO);
    }

    /** What the request brings under our name, in its order: a cookie of another path may come beside ours. */
    static List<String> values(HttpServletRequest request) {
        return Cookies.values(request, NAME);
    }
}
