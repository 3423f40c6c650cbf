package io.rollbook.command.bus.web;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.command.bus.IfMatch;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;

/** Reads {@code If-Match} of a request. */
public final class IfMatchHeader {

    private IfMatchHeader() {}

    /**
     * The versions that the client is ready to change.
     *
     * @throws InvalidInput when the field is malformed
     */
    public static IfMatch of(HttpServletRequest request) {
        return IfMatch.of(Collections.list(request.getHeaders(IfMatch.FIELD)));
    }
}
