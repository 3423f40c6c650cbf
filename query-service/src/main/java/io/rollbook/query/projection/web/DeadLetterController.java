package io.rollbook.query.projection.web;

import io.rollbook.query.consistency.Reads;
import io.rollbook.query.projection.ReadModel;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.read.QueryParameters;
import io.rollbook.web.read.StreamedAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/admin/dead-letters}: the events that views could not fold. */
@RestController
class DeadLetterController {
    private static final String VIEW = "view";

    private final SortedMap<String, ReadModel<?>> models = new TreeMap<>();

    DeadLetterController(List<ReadModel<?>> models) {
        models.forEach(model -> this.models.put(model.view(), model));
    }

    @GetMapping("/api/admin/dead-letters")
    @Allow(Access.ADMIN)
    @Reads({})
    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var parameters = QueryParameters.of(request);
        var named = parameters.parsed(VIEW, "must be one of " + String.join(", ", models.keySet()), models::get);
        parameters.verify();
        var letters = named.<Stream<ReadModel<?>>>map(Stream::of)
                .orElseGet(() -> models.values().stream())
                .flatMap(ReadModel::deadLetters);
        new StreamedAnswer(request, response).list("deadLetters", letters);
    }
}
