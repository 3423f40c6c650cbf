package io.rollbook.command.privacy.web;

import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.web.CommandAnswer;
import io.rollbook.command.bus.web.IfMatchHeader;
import io.rollbook.command.privacy.Eraser;
import io.rollbook.command.privacy.Erasures;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.read.Page;
import io.rollbook.web.read.QueryParameters;
import io.rollbook.web.read.StreamedAnswer;
import io.rollbook.web.request.PathId;
import io.rollbook.web.request.RequestFields;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Erasing a person, and the certificates of it. */
@RestController
class ErasureController {

    private static final int MAX_LIMIT = 500;

    private final Eraser eraser;
    private final Erasures erasures;

    ErasureController(Eraser eraser, Erasures erasures) {
        this.eraser = eraser;
        this.erasures = erasures;
    }

    @Allow(Access.ADMIN)
    @PostMapping(path = "/api/admin/users/{id}/erase", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> erase(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonNode body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        var user = PathId.parse(id, UserId::new);
        var fields = RequestFields.of(body);
        var reason = fields.required("reason", ErasureReason::parse);
        var delete = fields.optionalBoolean("delete");
        fields.verify();

        var recorded = eraser.erase(
                user, reason.get(), Boolean.TRUE.equals(delete), Actor.of(caller), IfMatchHeader.of(request));
        return Envelope.created("erasure", Certificate.of(CommandAnswer.tell(recorded, request, response)));
    }

    @Allow(Access.AUDITOR)
    @GetMapping("/api/admin/erasures")
    @Nullable
    ResponseEntity<Envelope> list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var parameters = QueryParameters.of(request);
        var page = Page.optional(parameters, MAX_LIMIT);
        parameters.verify();
        if (page.isPresent()) {
            return page(page.get(), parameters);
        }
        new StreamedAnswer(request, response).list("erasures", erasures.all().map(Certificate::of));
        return null;
    }

    private ResponseEntity<Envelope> page(Page page, QueryParameters parameters) {
        var certificates = erasures.newest(page.skip(), page.limit()).stream()
                .map(Certificate::of)
                .toList();
        return ResponseEntity.status(HttpStatus.OK)
                .headers(page.headers(parameters, erasures.count()))
                .body(Envelope.ok("erasures", certificates).getBody());
    }
}
