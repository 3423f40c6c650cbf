package io.rollbook.web.envelope;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every answer tells browsers: to take it for what it says it is, to show it in no frame, to run nothing in it, to
 * pass its address to nobody and, over a secure line, never to come back over an open one.
 */
public final class SecurityHeaders {

    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer");

    private SecurityHeaders() {}

    /** The header fields for an answer to a request of {@code path}. */
    public static Map<String, String> of(String path, boolean secure) {
        var headers = new LinkedHashMap<>(ALWAYS);
        if (!path.startsWith("/.well-known/")) {
            headers.put("Cache-Control", "no-store");
        }
        if (secure) {
            headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        return headers;
    }
}
