package io.rollbook.web.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;

/**
 * Which origins (RFC 6454) may act with a browser's cookie: the own one and those listed, each by its full name.
 */
public final class AllowedOrigins {

    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private final Set<String> listed;

    /**
     * The own origin and {@code listed}.
     *
     * @throws IllegalStateException when one is no origin, {@code *} for example, in a sentence for an operator
     */
    public AllowedOrigins(Collection<String> listed) {
        this.listed = listed.stream()
                .filter(origin -> !origin.isBlank())
                .map(AllowedOrigins::parse)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The listed origins in their one form. */
    public List<String> listed() {
        return List.copyOf(listed);
    }

    /**
     * Whether the request was made by a page of an allowed origin. Every browser says who asks, in {@code Origin} or in
     * {@code Sec-Fetch-Site}, where no script can change it; a client that sends neither is no browser and needs no cookie.
     */
    boolean made(HttpServletRequest request) {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return "same-origin".equals(request.getHeader(FETCH_SITE));
        }
        return isOwn(origin, request) || listed.contains(normal(origin));
    }

    private static boolean isOwn(String origin, HttpServletRequest request) {
        var own = request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort();
        return normal(own).equals(normal(origin));
    }

    private static String parse(String origin) {
        if (!origin.strip().matches("https?://[^/?#*@\\s]+")) {
            throw new IllegalStateException("ROLLBOOK_WEB_ALLOWEDORIGINS names " + origin.strip()
                    + ", which is no origin; write each as https://app.example.org");
        }
        return normal(origin.strip());
    }

    // Lower case and without the port that the scheme implies, as browsers write it.
    private static String normal(String origin) {
        try {
            var uri = URI.create(origin.toLowerCase(Locale.ROOT));
            var implied = uri.getPort() == ("https".equals(uri.getScheme()) ? 443 : 80);
            return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 || implied ? "" : ":" + uri.getPort());
        } catch (IllegalArgumentException e) {
            return origin;
        }
    }
}
