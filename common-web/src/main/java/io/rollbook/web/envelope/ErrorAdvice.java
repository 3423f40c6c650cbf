package io.rollbook.web.envelope;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.web.request.BodyTooLarge;
import io.rollbook.web.request.BodyTooSlow;
import io.rollbook.web.request.Correlation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.HandlerMapping;

/** Turns whatever a request ends with into an {@link ApiError}. What is not known here is a 500 without details. */
@RestControllerAdvice
public final class ErrorAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAdvice.class);

    private static final Set<String> METHODS =
            Arrays.stream(HttpMethod.values()).map(HttpMethod::name).collect(Collectors.toUnmodifiableSet());

    private final TurnedAway turnedAway = new TurnedAway();

    @ExceptionHandler
    void refused(Rejection rejection, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var error = ApiError.of(rejection.reason());
        ErrorWriter.write(
                request,
                response,
                error.code() == ErrorCode.AUTHENTICATION ? error.with(HttpHeaders.WWW_AUTHENTICATE, "Bearer") : error);
    }

    @ExceptionHandler
    void invalid(InvalidInput invalid, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ErrorWriter.write(request, response, ApiError.of(ErrorCode.VALIDATION, String.valueOf(invalid.getMessage())));
    }

    @ExceptionHandler
    void unavailable(Unavailable unavailable, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        turnedAway.count(String.valueOf(unavailable.getMessage()));
        var seconds = Math.max(1, unavailable.retryAfter().toSeconds());
        ErrorWriter.write(
                request,
                response,
                ApiError.of(ErrorCode.UNAVAILABLE, String.valueOf(unavailable.getMessage()))
                        .with(HttpHeaders.RETRY_AFTER, Long.toString(seconds)));
    }

    @ExceptionHandler
    void tooMany(TooManyRequests tooMany, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ErrorWriter.write(
                request,
                response,
                ApiError.of(ErrorCode.TOO_MANY_REQUESTS, String.valueOf(tooMany.getMessage()))
                        .with(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.retryAfterSeconds())));
    }

    @ExceptionHandler
    void unreadable(
            HttpMessageNotReadableException unreadable, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var error = switch (NestedExceptionUtils.getMostSpecificCause(unreadable)) {
            case BodyTooLarge tooLarge ->
                ApiError.of(ErrorCode.PAYLOAD_TOO_LARGE, String.valueOf(tooLarge.getMessage()));
            // The rest of the body may still come: the connection is of no further use.
            case BodyTooSlow tooSlow -> tooSlow();
            case SocketTimeoutException silent -> tooSlow();
            default -> ApiError.of(ErrorCode.VALIDATION, "body must be well-formed JSON");
        };
        ErrorWriter.write(request, response, error);
    }

    private static ApiError tooSlow() {
        return ApiError.of(ErrorCode.REQUEST_TIMEOUT, BodyTooSlow.SENTENCE).with(HttpHeaders.CONNECTION, "close");
    }

    @ExceptionHandler
    void gone(AsyncRequestNotUsableException gone) {
        LOG.debug("the client went away before its answer was written", gone);
    }

    /**
     * Answers with the error that {@code exception} stands for. For an advice that first has to find out what its own
     * side's exceptions mean.
     *
     * @throws Exception {@code exception} itself when half an answer is on its way already
     */
    public void answer(Exception exception, HttpServletRequest request, HttpServletResponse response) throws Exception {
        switch (exception) {
            case Rejection rejection -> refused(rejection, request, response);
            case InvalidInput invalid -> invalid(invalid, request, response);
            case TooManyRequests tooMany -> tooMany(tooMany, request, response);
            case Unavailable unavailable -> unavailable(unavailable, request, response);
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable, request, response);
            default -> other(exception, request, response);
        }
    }

    @ExceptionHandler
    void other(Exception exception, HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (response.isCommitted()) {
            // Half an answer is on its way: only a broken connection can tell the client.
            throw exception;
        }
        if (exception instanceof ErrorResponse known) {
            framework(known, exception, request, response);
        } else {
            fault(exception, request, response);
        }
    }

    private static void framework(
            ErrorResponse known, Exception exception, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var code = codeOf(known.getStatusCode());
        if (code == ErrorCode.INTERNAL) {
            fault(exception, request, response);
            return;
        }
        var error = ApiError.of(code, sentence(code, exception, known.getBody().getDetail(), request));
        for (var name : known.getHeaders().headerNames()) {
            var value = known.getHeaders().getFirst(name);
            error = value == null ? error : error.with(name, value);
        }
        ErrorWriter.write(request, response, error);
    }

    private static void fault(Exception exception, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LOG.error("{} failed", route(request), exception);
        ErrorWriter.write(request, response, fault());
    }

    // Nothing that the client wrote: the method only if it is one, and the route in place of the path.
    private static String route(HttpServletRequest request) {
        var pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return method(request) + " " + (pattern == null ? "without a route" : pattern);
    }

    private static String method(HttpServletRequest request) {
        return METHODS.contains(request.getMethod()) ? request.getMethod() : "this method";
    }

    /** The error that tells nothing but where the log tells more. */
    static ApiError fault() {
        return ApiError.of(
                ErrorCode.INTERNAL,
                "something went wrong on our side; the log has it under correlation id " + Correlation.current());
    }

    static ErrorCode codeOf(HttpStatusCode status) {
        if (status.isSameCodeAs(HttpStatus.NOT_IMPLEMENTED)
                || status.isSameCodeAs(HttpStatus.HTTP_VERSION_NOT_SUPPORTED)) {
            // The container's word for a transfer coding or a version that there is none of: no fault of ours.
            return ErrorCode.VALIDATION;
        }
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.status() == status.value())
                .findFirst()
                .orElse(status.is4xxClientError() ? ErrorCode.VALIDATION : ErrorCode.INTERNAL);
    }

    static String sentence(
            ErrorCode code, @Nullable Exception exception, @Nullable String detail, HttpServletRequest request) {
        return switch (code) {
            case NOT_FOUND -> "there is no such route";
            case METHOD_NOT_ALLOWED -> "this route does not take " + method(request) + methods(exception);
            case UNSUPPORTED_MEDIA_TYPE ->
                "send the body as Content-Type: " + types(exception) + ", in UTF-8 and without Content-Encoding";
            case NOT_ACCEPTABLE -> "this route answers with application/json; accept it";
            case PAYLOAD_TOO_LARGE -> "body is too large";
            default -> detail == null ? "the request cannot be understood" : detail;
        };
    }

    private static String types(@Nullable Exception exception) {
        return exception instanceof HttpMediaTypeNotSupportedException notSupported
                        && !notSupported.getSupportedMediaTypes().isEmpty()
                ? notSupported.getSupportedMediaTypes().stream()
                        .map(MediaType::toString)
                        .collect(Collectors.joining(" or "))
                : MediaType.APPLICATION_JSON_VALUE;
    }

    private static String methods(@Nullable Exception exception) {
        if (exception instanceof HttpRequestMethodNotSupportedException notSupported
                && notSupported.getSupportedMethods() != null) {
            return Arrays.stream(notSupported.getSupportedMethods())
                    .sorted()
                    .collect(Collectors.joining(", ", "; it takes ", ""));
        }
        return "";
    }
}
