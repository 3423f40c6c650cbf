package io.rollbook.command.user.web;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.command.bus.web.CommandExchange;
import io.rollbook.command.identity.PasswordPolicy;
import io.rollbook.command.user.ImportLine;
import io.rollbook.command.user.ImportOutcome;
import io.rollbook.command.user.UserImport;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.edge.BodyLimit;
import io.rollbook.web.envelope.Unavailable;
import io.rollbook.web.read.QueryParameters;
import io.rollbook.web.read.StreamedAnswer;
import io.rollbook.web.request.Body;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /api/admin/users/import}: adds many people at once. It answers 200 once the whole body was read; the outcomes
 * then come as they are stored. An answer that breaks off is no complete JSON: the same lines are sent again.
 */
@RestController
class UserImportController {

    private static final String PATH = "/api/admin/users/import";
    private static final String CSV = "text/csv";
    private static final int MOST_BYTES = 8 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final UserImport users;
    private final PasswordPolicy passwords;
    private final ImportBody bodies;

    // One at a time, from its first byte on: a body of this size is large once it is read.
    private final Semaphore turn = new Semaphore(1);

    UserImportController(UserImport users, PasswordPolicy passwords, JsonMapper mapper) {
        this.users = users;
        this.passwords = passwords;
        this.bodies = new ImportBody(mapper);
    }

    @Configuration(proxyBeanMethods = false)
    static class Limit {

        @Bean
        BodyLimit importedBodies() {
            return new BodyLimit(PATH, MOST_BYTES, PATIENCE);
        }
    }

    @Allow(Access.ADMIN)
    @PostMapping(
            path = PATH,
            consumes = {MediaType.APPLICATION_NDJSON_VALUE, CSV})
    void importUsers(HttpServletRequest request, HttpServletResponse response, CommandExchange exchange)
            throws IOException {
        var parameters = QueryParameters.of(request);
        parameters.require("id");
        var id = parameters.parsed(
                "id",
                "must have up to 64 letters, digits, dots, dashes and underscores, and begin with a letter or digit",
                text -> ID.matcher(text).matches() ? text : null);
        var dryRun = parameters.bool("dryRun").orElse(false);
        parameters.verify();
        if (!turn.tryAcquire()) {
            throw new Unavailable("another import is under way", RETRY_AFTER);
        }
        try {
            var lines = lines(request);
            var told = new Told(request, response);
            told.send(dryRun, outcomes -> {
                if (dryRun) {
                    users.check(id.orElseThrow(), lines, outcomes);
                } else {
                    users.run(id.orElseThrow(), lines, exchange.actor(), outcomes);
                }
            });
        } finally {
            turn.release();
        }
    }

    private List<ImportLine> lines(HttpServletRequest request) throws IOException {
        var body = read(request);
        var isCsv = MediaType.parseMediaType(request.getContentType()).isCompatibleWith(MediaType.parseMediaType(CSV));
        var sent = isCsv ? bodies.csv(body) : bodies.ndjson(body);
        var lineOfEmail = new HashMap<String, Integer>();
        return sent.stream().map(line -> line(line, lineOfEmail)).toList();
    }

    private static byte[] read(HttpServletRequest request) throws IOException {
        try {
            return request.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new HttpMessageNotReadableException(
                    "the body cannot be read", e, new ServletServerHttpRequest(request));
        }
    }

    private ImportLine line(ImportBody.Line sent, Map<String, Integer> lineOfEmail) {
        if (sent.json() == null) {
            return new ImportLine(sent.number(), List.of(new FieldError("line", String.valueOf(sent.problem()))));
        }
        try {
            var read = Body.of(ImportUserRequest.class, sent.json())
                    .check(one -> passwords.objection(one.password(), one.email()))
                    .read();
            var first = lineOfEmail.putIfAbsent(read.email().key(), sent.number());
            return first == null
                    ? new ImportLine(sent.number(), read.user(), read.password())
                    : new ImportLine(
                            sent.number(), List.of(new FieldError("email", "stands in line " + first + " already")));
        } catch (InvalidInput invalid) {
            return new ImportLine(sent.number(), invalid.errors());
        }
    }

    /** The answer, which is sent while the import is under way. */
    private static final class Told {

        private final StreamedAnswer answer;
        private final Map<ImportOutcome.Kind, Integer> counts = new EnumMap<>(ImportOutcome.Kind.class);

        Told(HttpServletRequest request, HttpServletResponse response) {
            this.answer = new StreamedAnswer(request, response);
        }

        void send(boolean dryRun, Consumer<Consumer<List<ImportOutcome>>> work) throws IOException {
            answer.send("import", json -> {
                json.writeStartObject();
                json.writeBooleanProperty("dryRun", dryRun);
                json.writeArrayPropertyStart("lines");
                work.accept(outcomes -> {
                    outcomes.forEach(outcome -> {
                        counts.merge(outcome.outcome(), 1, Integer::sum);
                        json.writePOJO(outcome);
                    });
                    json.flush();
                });
                json.writeEndArray();
                for (var kind : ImportOutcome.Kind.values()) {
                    json.writeNumberProperty(kind.toString(), counts.getOrDefault(kind, 0));
                }
                json.writeEndObject();
            });
        }
    }
}
