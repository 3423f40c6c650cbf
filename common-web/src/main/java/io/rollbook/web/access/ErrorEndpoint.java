package io.rollbook.web.access;

import io.rollbook.web.envelope.ErrorDispatchFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the servlet container sends what failed outside any controller, so that it too has its family's envelope. */
@RestController
public final class ErrorEndpoint implements ErrorController {

    @Allow(Access.ANYONE)
    @RequestMapping("${server.error.path:/error}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ErrorDispatchFilter.answer(request, response);
    }
}
