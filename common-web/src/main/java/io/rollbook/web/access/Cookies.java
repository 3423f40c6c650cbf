package io.rollbook.web.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads cookies. A browser may send several of one name, of other paths or of a parent domain, in an order that says nothing
 * of which is the good one (RFC 6265, section 4.2.2).
 */
public final class Cookies {

    /** The most that are looked at of one name. */
    public static final int MOST = 5;

    private Cookies() {}

    /** The different values under {@code name} that are not empty, in their order, at most {@link #MOST}. */
    public static List<String> values(HttpServletRequest request, String name) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(cookie -> name.equals(cookie.getName()))
                .map(Cookie::getValue)
                .filter(value -> value != null && !value.isEmpty())
                .distinct()
                .limit(MOST)
                .toList();
    }
}
