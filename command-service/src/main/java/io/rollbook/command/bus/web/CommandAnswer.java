package io.rollbook.command.bus.web;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.command.bus.CommandResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The header fields that every command's answer has. */
public final class CommandAnswer {

    // Long enough for the reads that follow a write, short enough not to make later reads wait for nothing.
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(30);

    private CommandAnswer() {}

    /** Says which version the aggregate has now, so that the client's next read can wait for it. */
    public static <V> V tell(CommandResult<V> recorded, HttpServletRequest request, HttpServletResponse response) {
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
}
