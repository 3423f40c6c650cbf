package io.rollbook.web.envelope;

import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the servlet container sends what failed outside any controller, so that it too has its family's envelope. */
@RestController
public final class ErrorEndpoint implements ErrorController {

    @Allow(Access.ANYONE)
    @RequestMapping("${server.error.path:/error}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response);
    }

    /** Answers with what the container has left with {@code request} about its failure. */
    static void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
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
