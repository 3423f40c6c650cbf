package io.rollbook.web.envelope;

import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers in an error dispatch as the error route does, where the framework brings an error page of its own. */
public final class ErrorDispatchFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        answer(request, response);
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    /** Answers with what the container has left with {@code request} about its failure. */
    public static void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatusCode.valueOf(code)
                : HttpStatus.NOT_FOUND;
        var code = ErrorAdvice.codeOf(status);
        ErrorWriter.write(
                request,
                response,
                switch (code) {
                    case INTERNAL -> ErrorAdvice.fault();
                    default -> ApiError.of(code, ErrorAdvice.sentence(code, null, null, request));
                });
    }
}
