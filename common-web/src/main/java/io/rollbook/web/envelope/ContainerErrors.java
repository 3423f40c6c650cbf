package io.rollbook.web.envelope;

import io.rollbook.web.request.RequestTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers for requests that the container refuses before any servlet sees them, a malformed request line for example:
 * in the envelope, without the container's page and name.
 */
public final class ContainerErrors extends ErrorReportValve {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var code = ErrorAdvice.codeOf(HttpStatusCode.valueOf(response.getStatus()));
        var path = RequestTarget.of(request).path();
        var details = ErrorAdvice.sentence(code, null, null, request);
        var body = JSON.writeValueAsString(ErrorWriter.family(path, ApiError.of(code, details)));
        try {
            response.setStatus(code.status());
            SecurityHeaders.of(path, request.isSecure()).forEach(response::setHeader);
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException e) {
            getContainer().getLogger().debug("the client went away before its answer was written", e);
        }
    }
}
