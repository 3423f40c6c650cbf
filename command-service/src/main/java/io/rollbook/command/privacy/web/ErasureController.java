package io.rollbook.command.privacy.web;

import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.web.CommandExchange;
import io.rollbook.command.privacy.Eraser;
import io.rollbook.command.privacy.Erasures;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.read.Page;
import io.rollbook.web.read.QueryParameters;
import io.rollbook.web.read.StreamedAnswer;
import io.rollbook.web.request.Body;
import io.rollbook.web.request.PathId;
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
import org.springframework.web.bind.annotation.RestController;

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
    ResponseEntity<Envelope> erase(@PathVariable String id, Body<EraseRequest> body, CommandExchange exchange) {
        var user = PathId.parse(id, UserId::new);
        var wanted = body.read();
        var delete = Boolean.TRUE.equals(wanted.delete());
        var recorded = eraser.erase(user, wanted.reason(), delete, exchange.actor(), exchange.ifMatch());
        return Envelope.created("erasure", Certificate.of(exchange.tell(recorded)));
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

    /**
     * Why a person is to be erased.
     *
     * @param delete whether they are deleted first, where they are still on the roll
     */
    record EraseRequest(ErasureReason reason, @Nullable Boolean delete) {}
}
