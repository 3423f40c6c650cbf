package io.rollbook.web.edge;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.web.envelope.ApiError;
import io.rollbook.web.envelope.ErrorWriter;
import io.rollbook.web.request.BodyTooLarge;
import io.rollbook.web.request.BodyTooSlow;
import io.rollbook.web.request.RequestTarget;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that are too large, at once when their length is announced, else at the first byte too many; and bodies
 * that trickle in, which would otherwise hold their request open for as long as their sender likes.
 */
public final class BodyLimitFilter extends OncePerRequestFilter {

    /** The most bytes a body may have, but for the routes that have a limit of their own. */
    public static final int LIMIT = 64 * 1024;

    private final Duration patience;
    private final List<BodyLimit> exceptions;

    /**
     * @param patience how long a whole body may take to arrive, from its first reading on. A sender who falls silent is
     *     given up by the server's own timeout before
     * @param exceptions of routes that take larger bodies
     */
    public BodyLimitFilter(Duration patience, List<BodyLimit> exceptions) {
        this.patience = patience;
        this.exceptions = List.copyOf(exceptions);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var limit = limitOf(request);
        if (request.getContentLengthLong() > limit.bytes()) {
            var refusal = new BodyTooLarge(limit.bytes());
            ErrorWriter.write(
                    request, response, ApiError.of(ErrorCode.PAYLOAD_TOO_LARGE, String.valueOf(refusal.getMessage())));
        } else {
            chain.doFilter(new LimitedRequest(request, limit), response);
        }
    }

    private BodyLimit limitOf(HttpServletRequest request) {
        var path = RequestTarget.of(request).path();
        return exceptions.stream()
                .filter(exception -> exception.path().equals(path))
                .findFirst()
                .orElseGet(() -> new BodyLimit(path, LIMIT, patience));
    }

    private static final class LimitedRequest extends HttpServletRequestWrapper {

        private final BodyLimit limit;
        private @Nullable LimitedStream body;

        LimitedRequest(HttpServletRequest request, BodyLimit limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (body == null) {
                body = new LimitedStream(super.getInputStream(), limit);
            }
            return body;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class LimitedStream extends ServletInputStream {

        private final ServletInputStream body;
        private final int limit;
        private final long deadline;
        private int seen;

        LimitedStream(ServletInputStream body, BodyLimit limit) {
            this.body = body;
            this.limit = limit.bytes();
            this.deadline = System.nanoTime() + limit.patience().toNanos();
        }

        @Override
        public int read() throws IOException {
            var next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var read = body.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int bytes) throws IOException {
            seen += bytes;
            if (seen > limit) {
                throw new BodyTooLarge(limit);
            }
            if (System.nanoTime() > deadline) {
                throw new BodyTooSlow();
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
