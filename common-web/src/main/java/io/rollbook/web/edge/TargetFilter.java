package io.rollbook.web.edge;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.web.envelope.ApiError;
import io.rollbook.web.envelope.ErrorWriter;
import io.rollbook.web.request.RequestTarget;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a {@link RequestTarget} with a problem. Hands every other on in its one form, to the framework too: its path
 * decides the route, its query gives the parameters. No form and no multipart body is ever read for a parameter. Answers are in
 * UTF-8, whatever charset {@code Accept} names.
 */
public final class TargetFilter extends OncePerRequestFilter {

    private static final String ACCEPT = "Accept";

    // JSON is UTF-8 and has no such parameter (RFC 8259); the framework fails where it is asked for another.
    private static final Pattern CHARSET =
            Pattern.compile(";[ \\t]*charset[ \\t]*=[ \\t]*(\"[^\"]*\"|[^\",; \\t]*)", Pattern.CASE_INSENSITIVE);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var target = RequestTarget.of(request);
        var problem = target.problem();
        if (problem.isPresent()) {
            ErrorWriter.write(request, response, ApiError.of(ErrorCode.VALIDATION, problem.get()));
        } else if (isPattern(request.getContentType())) {
            // The framework fails over it on every route, also on those that read no body.
            ErrorWriter.write(
                    request,
                    response,
                    ApiError.of(
                            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                            "Content-Type must name one type; send the body as Content-Type: application/json"));
        } else {
            chain.doFilter(new TargetedRequest(request, target), response);
        }
    }

    private static boolean isPattern(@Nullable String contentType) {
        return contentType != null && contentType.split(";", 2)[0].indexOf('*') >= 0;
    }

    private static final class TargetedRequest extends HttpServletRequestWrapper {

        private final RequestTarget target;

        TargetedRequest(HttpServletRequest request, RequestTarget target) {
            super(request);
            this.target = target;
        }

        @Override
        public String getRequestURI() {
            return target.uri();
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(getScheme() + "://" + getServerName() + ":" + getServerPort() + target.uri());
        }

        @Override
        public @Nullable String getHeader(String name) {
            if (!ACCEPT.equalsIgnoreCase(name)) {
                return super.getHeader(name);
            }
            var values = getHeaders(name);
            return values.hasMoreElements() ? values.nextElement() : null;
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            var values = super.getHeaders(name);
            return ACCEPT.equalsIgnoreCase(name)
                    ? Collections.enumeration(Collections.list(values).stream()
                            .map(TargetedRequest::understandable)
                            .filter(accept -> !accept.isBlank())
                            .toList())
                    : values;
        }

        // Endpoints of the framework fail over a charset, over an empty element of the list, which means nothing (RFC
        // 9110,
        // section 5.6.1), and over a list of none, which is as good as nothing said.
        private static String understandable(String accept) {
            return MimeTypeUtils.tokenize(CHARSET.matcher(accept).replaceAll("")).stream()
                    .filter(type -> !type.isBlank())
                    .collect(Collectors.joining(","));
        }

        @Override
        public @Nullable String getParameter(String name) {
            var values = target.parameters().get(name);
            return values == null ? null : values.getFirst();
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            var values = target.parameters().get(name);
            return values == null ? null : values.toArray(String[]::new);
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(target.parameters().keySet());
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return target.parameters().entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            Map.Entry::getKey, entry -> entry.getValue().toArray(String[]::new)));
        }

        @Override
        public Collection<Part> getParts() {
            return List.of();
        }

        @Override
        public @Nullable Part getPart(String name) {
            return null;
        }
    }
}
