package io.rollbook.command.platform;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.InvalidInput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The header fields that every command's answer has, and the ones that a command may come with. */
public final class CommandAnswer {

    // Long enough for the reads that follow a write, short enough not to make later reads wait for nothing.
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(30);
    private static final Pattern ETAG = Pattern.compile("\"([0-9]{1,18})\"");

    private CommandAnswer() {}

    /** Says which version the aggregate has now, so that the client's next read can wait for it. */
    public static <V> V tell(Recorded<V> recorded, HttpServletRequest request, HttpServletResponse response) {
        var token = recorded.token();
        response.setHeader(HttpHeaders.ETAG, "\"" + token.version() + "\"");
        letReadsWaitFor(token, request, response);
        if (recorded.stale()) {
            response.setHeader(ConsistencyToken.FRESHNESS_HEADER, "stale");
        }
        return recorded.view();
    }

    /** Hands the client what its next reads are to wait for, as a header and as a cookie. */
    public static void letReadsWaitFor(
            ConsistencyToken token, HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(ConsistencyToken.HEADER, token.toString());
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(ConsistencyToken.COOKIE, token.toString())
                        .path("/")
                        .maxAge(TOKEN_LIFE)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .build()
                        .toString());
    }

    /**
     * The version that {@code If-Match} names, {@code null} when any will do.
     *
     * @throws InvalidInput when it is not a version as {@code ETag} gave it
     */
    public static @Nullable Long expectedVersion(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.IF_MATCH);
        if (header == null || header.strip().equals("*")) {
            return null;
        }
        var matcher = ETAG.matcher(header.strip());
        if (!matcher.matches()) {
            throw new InvalidInput(HttpHeaders.IF_MATCH, "must be the ETag of an earlier answer, for example \"3\"");
        }
        return Long.valueOf(matcher.group(1));
    }
}
