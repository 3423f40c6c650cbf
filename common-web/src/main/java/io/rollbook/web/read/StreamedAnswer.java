package io.rollbook.web.read;

import io.rollbook.web.envelope.Envelope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends a list in envelope A while it is read, so that it takes the same memory whatever its length. When reading fails
 * on the way the answer is left unfinished and the connection is cut: half a list never looks like a whole one.
 */
public final class StreamedAnswer {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ObjectWriter writer;

    /** An answer for programs. */
    public StreamedAnswer(HttpServletRequest request, HttpServletResponse response) {
        this(request, response, JSON.writer());
    }

    private StreamedAnswer(HttpServletRequest request, HttpServletResponse response, ObjectWriter writer) {
        this.request = request;
        this.response = response;
        this.writer = writer;
    }

    /** An answer for people: the same, with line breaks and indented. */
    public static StreamedAnswer indented(HttpServletRequest request, HttpServletResponse response) {
        return new StreamedAnswer(request, response, JSON.writerWithDefaultPrettyPrinter());
    }

    /** Writes what stands in {@code data.data}. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json);
    }

    /**
     * Answers 200 with all rows as the array {@code data.data}.
     *
     * @param name the documented name, for example {@code users}
     * @param rows are closed in the end
     */
    public void list(String name, Stream<?> rows) throws IOException {
        try (rows) {
            send(name, json -> array(json, rows));
        }
    }

    /** Writes all rows as an array. */
    public static void array(JsonGenerator json, Stream<?> rows) {
        json.writeStartArray();
        rows.forEachOrdered(json::writePOJO);
        json.writeEndArray();
    }

    /** Answers 200 with what {@code body} writes as {@code data.data}. */
    public void send(String name, Body body) throws IOException {
        response.setStatus(HttpStatus.OK.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            return;
        }
        try {
            write(name, body);
        } catch (RuntimeException e) {
            // Once a part is on its way no error can be sent any more; thrown as this, it breaks the connection.
            throw response.isCommitted()
                    ? new UncheckedIOException(new IOException("an answer broke off half sent", e))
                    : e;
        }
    }

    private void write(String name, Body body) throws IOException {
        // Closed only when all is well: closing would complete the JSON that has been left open.
        var json = writer.createGenerator(response.getOutputStream());
        json.writeStartObject();
        json.writeNumberProperty("code", HttpStatus.OK.value());
        json.writeStringProperty("status", HttpStatus.OK.getReasonPhrase());
        json.writeObjectPropertyStart("data");
        json.writeStringProperty("name", name);
        json.writeName("data");
        body.write(json);
        json.writeEndObject();
        json.writePOJOProperty("meta", Envelope.Meta.now());
        json.writeEndObject();
        json.close();
    }
}
