package io.rollbook.web.envelope;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * Envelope A: what {@code /api/auth}, {@code /api/users}, {@code /api/roles} and every route of our own answer with on
 * success.
 *
 * @param code the HTTP status, equal to the status line
 * @param status the status's reason phrase
 */
public record Envelope(int code, String status, Named data, Meta meta) {

    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * The payload and what it is.
     *
     * @param name the documented name, for example {@code user} or {@code users}
     */
    public record Named(String name, Object data) {}

    /**
     * About the answer itself.
     *
     * @param timestamp UTC, ISO 8601 with milliseconds and {@code Z}
     */
    public record Meta(String timestamp) {

        /** As of now. */
        public static Meta now() {
            return new Meta(MILLISECONDS.format(Instant.now()));
        }
    }

    /** An answer with status 200. */
    public static ResponseEntity<Envelope> ok(String name, Object data) {
        return answer(HttpStatus.OK, name, data);
    }

    /** An answer with status 201. */
    public static ResponseEntity<Envelope> created(String name, Object data) {
        return answer(HttpStatus.CREATED, name, data);
    }

    private static ResponseEntity<Envelope> answer(HttpStatus status, String name, Object data) {
        var envelope = new Envelope(status.value(), status.getReasonPhrase(), new Named(name, data), Meta.now());
        return ResponseEntity.status(status).body(envelope);
    }
}
