package io.rollbook.web.edge;

import io.rollbook.web.envelope.Accepted;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Settles in which form the body of a request comes and in which its answer goes, for every route of our own and before
 * anything is done. The framework would look for the form of an answer only once there is one: a client that does not
 * accept it would be told 406 after the change was made.
 */
public final class ContentNegotiation implements HandlerInterceptor {

    private static final String SETTLED = ContentNegotiation.class.getName();
    private static final Set<Charset> UNDERSTOOD = Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** What the framework answers with: the form that was settled, else what the client says. */
    public static ContentNegotiationStrategy strategy() {
        var header = new HeaderContentNegotiationStrategy();
        return request -> request.getNativeRequest(HttpServletRequest.class) instanceof HttpServletRequest servlet
                        && servlet.getAttribute(SETTLED) instanceof MediaType settled
                ? List.of(settled)
                : header.resolveMediaTypes(request);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws HttpMediaTypeException {
        // An error has been settled when the request was; it is told in JSON to a client that accepts nothing we have.
        if (handler instanceof HandlerMethod method
                && method.getBeanType().getName().startsWith("io.rollbook.")
                && request.getDispatcherType() != DispatcherType.ERROR) {
            if (!SAFE.contains(HttpMethod.valueOf(request.getMethod()))) {
                requireReadable(request);
            }
            settleAnswer(request);
        }
        return true;
    }

    private static void requireReadable(HttpServletRequest request) throws HttpMediaTypeNotSupportedException {
        var coded = Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)).stream()
                .flatMap(codings -> Arrays.stream(codings.split(",", -1)))
                .map(String::strip)
                .anyMatch(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase("identity"));
        if (coded) {
            throw new ContentCodingNotSupported();
        }
        var type = contentType(request);
        if (type != null && type.getCharset() != null && !UNDERSTOOD.contains(type.getCharset())) {
            throw new HttpMediaTypeNotSupportedException(type, List.of(MediaType.APPLICATION_JSON));
        }
    }

    // What is no media type at all does not matter where no body is read, and is refused where one is.
    private static @Nullable MediaType contentType(HttpServletRequest request) {
        try {
            var type = request.getContentType();
            return type == null || type.isBlank() ? null : MediaType.parseMediaType(type);
        } catch (InvalidMediaTypeException unreadable) {
            return null;
        }
    }

    private static void settleAnswer(HttpServletRequest request) throws HttpMediaTypeNotAcceptableException {
        var offered = offered(request);
        var accepted = accepted(request);
        var best = offered.stream()
                .filter(type -> accepted.quality(type) > 0)
                .max(Comparator.comparingDouble(accepted::quality))
                .orElseThrow(() -> new HttpMediaTypeNotAcceptableException(List.copyOf(offered)));
        request.setAttribute(SETTLED, best);
        request.setAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE, Set.of(best));
    }

    private static Accepted accepted(HttpServletRequest request) throws HttpMediaTypeNotAcceptableException {
        try {
            return Accepted.of(request);
        } catch (InvalidMediaTypeException unreadable) {
            throw new HttpMediaTypeNotAcceptableException(String.valueOf(unreadable.getMessage()));
        }
    }

    // What the mapping declares; all else is JSON.
    private static Collection<MediaType> offered(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE) instanceof Set<?> declared
                        && !declared.isEmpty()
                ? declared.stream().map(MediaType.class::cast).toList()
                : List.of(MediaType.APPLICATION_JSON);
    }

    /** The body comes in a content coding, and none is understood (RFC 9110, section 8.4.1). */
    private static final class ContentCodingNotSupported extends HttpMediaTypeNotSupportedException {

        private static final long serialVersionUID = 1L;

        ContentCodingNotSupported() {
            super("a content coding");
        }

        @Override
        public HttpHeaders getHeaders() {
            var headers = new HttpHeaders();
            headers.set(HttpHeaders.ACCEPT_ENCODING, "identity");
            return headers;
        }
    }
}
