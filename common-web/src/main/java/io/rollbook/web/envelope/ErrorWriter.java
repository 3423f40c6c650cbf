package io.rollbook.web.envelope;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.integration.UserIntegrationReason;
import io.rollbook.web.request.RequestTarget;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an {@link ApiError} in the envelope of its path's family, or as RFC 9457 for a client that asks for
 * {@code application/problem+json}. Every error of either service passes here.
 */
public final class ErrorWriter {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ErrorWriter() {}

    /** Answers with {@code error}, unless an answer has begun already; then nothing can be said any more. */
    public static void write(HttpServletRequest request, HttpServletResponse response, ApiError error)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(error.code().status());
        error.headers().forEach(response::setHeader);
        if (error.code() == ErrorCode.AUTHENTICATION || error.code() == ErrorCode.FORBIDDEN) {
            // Somebody who is turned away after all learns nothing of what was looked up on the way.
            response.setHeader(ConsistencyToken.FRESHNESS_HEADER, null);
        }
        var problem = wantsProblem(request);
        var body = problem ? problem(error) : family(RequestTarget.of(request).path(), error);
        var bytes = JSON.writeValueAsBytes(body);
        response.setContentType(problem ? MediaType.APPLICATION_PROBLEM_JSON_VALUE : MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.flushBuffer();
    }

    /** The body of {@code error} in the envelope of the family that {@code path} belongs to. */
    public static Map<String, Object> family(String path, ApiError error) {
        return isIntegration(path) ? integration(error) : standard(error);
    }

    private static Map<String, Object> standard(ApiError error) {
        var named = new LinkedHashMap<String, Object>();
        named.put("name", error.code().errorName());
        named.put("details", error.details());
        var body = new LinkedHashMap<String, Object>();
        body.put("code", error.code().status());
        body.put("status", reasonPhrase(error.code()));
        body.put("error", named);
        body.put("meta", Envelope.Meta.now());
        return body;
    }

    private static Map<String, Object> integration(ApiError error) {
        var body = new LinkedHashMap<String, Object>();
        body.put("status", error.code().status());
        body.put("error", integrationText(error));
        return body;
    }

    private static String integrationText(ApiError error) {
        if (error.reason() == UserIntegrationReason.INVALID_ID) {
            return error.details();
        }
        return switch (error.code()) {
            case VALIDATION -> IntegrationMessages.VALIDATION;
            case AUTHENTICATION -> IntegrationMessages.UNAUTHORIZED;
            default -> error.details();
        };
    }

    private static Map<String, Object> problem(ApiError error) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "about:blank");
        body.put("title", reasonPhrase(error.code()));
        body.put("status", error.code().status());
        body.put("detail", error.details());
        body.put("code", error.code().status());
        body.put("name", error.code().errorName());
        return body;
    }

    /** Whether {@code path} belongs to the routes that speak envelope B. */
    static boolean isIntegration(String path) {
        return path.matches("/api/(?:admin/)?userIntegration(?:/.*)?");
    }

    private static boolean wantsProblem(HttpServletRequest request) {
        try {
            return Accepted.of(request).prefersProblem();
        } catch (InvalidMediaTypeException unreadable) {
            return false;
        }
    }

    private static String reasonPhrase(ErrorCode code) {
        return HttpStatus.valueOf(code.status()).getReasonPhrase();
    }
}
