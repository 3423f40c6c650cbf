package io.rollbook.web.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * A stretch of a list that a client asks for.
 *
 * @param number the page, from 1
 * @param limit the most rows of a page, at least 1
 */
public record Page(int number, int limit) {
    /** The header that says how many rows there are on all pages together. */
    public static final String TOTAL = "X-Total-Count";

    private static final String PAGE = "page";
    private static final String LIMIT = "limit";
    private static final int LAST_PAGE = 999_999_999;
    private static final int DEFAULT_LIMIT = 20;

    /** Reads {@code page} and {@code limit}; empty when neither is given. One of them brings the other's default along. */
    public static Optional<Page> optional(QueryParameters parameters, int maxLimit) {
        var number = parameters.from1(PAGE, LAST_PAGE);
        var limit = parameters.from1(LIMIT, maxLimit);
        return number.isEmpty() && limit.isEmpty()
                ? Optional.empty()
                : Optional.of(new Page(number.orElse(1), limit.orElse(DEFAULT_LIMIT)));
    }

    /** Reads {@code page} and {@code limit}, both of which must be there. What it answers counts only if all is well. */
    public static Page required(QueryParameters parameters, int maxLimit) {
        parameters.require(PAGE);
        parameters.require(LIMIT);
        return optional(parameters, maxLimit).orElse(new Page(1, DEFAULT_LIMIT));
    }

    /** How many rows come before this page. */
    public long skip() {
        return (number - 1L) * limit;
    }

    /**
     * The headers that tell a client about the other pages.
     *
     * @param parameters what the route has read; nothing else of the query comes back in the links
     */
    public HttpHeaders headers(QueryParameters parameters, long total) {
        var headers = new HttpHeaders();
        headers.set(TOTAL, Long.toString(total));
        headers.set(HttpHeaders.LINK, links(parameters, total));
        return headers;
    }

    private String links(QueryParameters parameters, long total) {
        var last = Math.max(1, (total + limit - 1) / limit);
        var links = new ArrayList<String>();
        links.add(link(parameters, 1, "first"));
        if (number > 1) {
            links.add(link(parameters, Math.min(number - 1L, last), "prev"));
        }
        if (number < last) {
            links.add(link(parameters, number + 1L, "next"));
        }
        links.add(link(parameters, last, "last"));
        return String.join(", ", links);
    }

    // Relative to the request, so that it holds behind any proxy.
    private String link(QueryParameters parameters, long target, String relation) {
        var place = new LinkedHashMap<String, String>();
        place.put(PAGE, Long.toString(target));
        place.put(LIMIT, Integer.toString(limit));
        return "<?" + parameters.encoded(place) + ">; rel=\"" + relation + "\"";
    }
}
