package io.rollbook.web.access;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.web.envelope.ApiError;
import io.rollbook.web.envelope.ErrorWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsProcessor;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * Lets scripts of the listed origins read answers to the methods there are. It refuses any other preflight. It answers any
 * other request without the header that would let a script read the answer, since curl and proxies send {@code Origin} too.
 */
public final class ListedOrigins implements CorsProcessor {

    // The answer to a preflight repeats the fields that it asks for.
    private static final int MAX_FIELDS = 2048;

    private final CorsProcessor standard = new DefaultCorsProcessor();

    @Override
    public boolean processRequest(
            @Nullable CorsConfiguration configuration, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (configuration == null) {
            return true;
        }
        if (fieldsAskedFor(request) > MAX_FIELDS) {
            ErrorWriter.write(
                    request,
                    response,
                    ApiError.of(
                            ErrorCode.VALIDATION,
                            HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS + " must have at most " + MAX_FIELDS
                                    + " characters"));
            return false;
        }
        if (configuration.checkOrigin(request.getHeader(HttpHeaders.ORIGIN)) != null
                && configuration.checkHttpMethod(HttpMethod.valueOf(method(request))) != null) {
            return standard.processRequest(configuration, request, response);
        }
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (!CorsUtils.isPreFlightRequest(request)) {
            return true;
        }
        ErrorWriter.write(request, response, ApiError.of(ErrorCode.FORBIDDEN, "this origin or method is not allowed"));
        return false;
    }

    private static String method(HttpServletRequest request) {
        return CorsUtils.isPreFlightRequest(request)
                ? request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)
                : request.getMethod();
    }

    private static int fieldsAskedFor(HttpServletRequest request) {
        return Collections.list(request.getHeaders(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS)).stream()
                .mapToInt(String::length)
                .sum();
    }
}
