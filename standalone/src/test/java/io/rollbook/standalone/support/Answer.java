package io.rollbook.standalone.support;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What the server answered.
 *
 * @param text the body as it came
 */
public record Answer(String request, int status, HttpHeaders headers, String text) {

    private static final Pattern ETAG = Pattern.compile("\"([0-9]+)\"");

    /**
     * The body.
     *
     * @throws AssertionError when it is no JSON
     */
    public JsonNode json() {
        try {
            return Fields.JSON.readTree(text);
        } catch (JacksonException e) {
            throw new AssertionError("no JSON: " + this, e);
        }
    }

    /** What a success in either envelope carries: {@code data.data} in A, {@code data} in B. */
    public JsonNode payload() {
        var data = json().path("data");
        return data.has("data") ? data.path("data") : data;
    }

    /** The first header field of that name, {@code null} without one. */
    public @Nullable String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /** All header fields of that name. */
    public List<String> allHeaders(String name) {
        return headers.allValues(name);
    }

    /**
     * The version of the aggregate that a command answers with.
     *
     * @throws AssertionError when the answer has no {@code ETag: "<version>"}
     */
    public long version() {
        var etag = header("ETag");
        var matcher = ETAG.matcher(etag == null ? "" : etag);
        if (!matcher.matches()) {
            throw new AssertionError("no version in ETag " + etag + ": " + this);
        }
        return Long.parseLong(matcher.group(1));
    }

    /**
     * The token that a command leaves with its caller.
     *
     * @throws AssertionError when there is none
     */
    public String consistencyToken() {
        var token = header(RollbookClient.CONSISTENCY_TOKEN);
        if (token == null) {
            throw new AssertionError("no consistency token: " + this);
        }
        return token;
    }

    /** What was asked and answered, for a failing assertion. */
    @Override
    public String toString() {
        return request + " -> " + status + " " + text;
    }
}
