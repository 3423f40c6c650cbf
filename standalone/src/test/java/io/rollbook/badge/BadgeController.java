package io.rollbook.badge;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.RoleName;
import io.rollbook.command.bus.web.CommandExchange;
import io.rollbook.query.consistency.Reads;
import io.rollbook.query.projection.ReadModel;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.request.Body;
import io.rollbook.web.request.PathId;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code PUT} and {@code GET /api/badges/:id}. */
@RestController
class BadgeController {

    private final ReadModel<BadgeView> badges;

    BadgeController(ReadModel<BadgeView> badges) {
        this.badges = badges;
    }

    @Allow(Access.ADMIN)
    @PutMapping(path = "/api/badges/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> issue(@PathVariable String id, Body<BadgeRequest> body, CommandExchange exchange) {
        var badge = PathId.parse(id, BadgeId::new);
        return Envelope.created(
                "badge", exchange.send(new IssueBadge(badge, body.read().label())));
    }

    /** What a badge says. */
    record BadgeRequest(RoleName label) {}

    @Allow(Access.APPROVED)
    @GetMapping("/api/badges/{id}")
    @Reads(BadgeProjection.VIEW)
    ResponseEntity<Envelope> one(@PathVariable String id) {
        var badge = PathId.parse(id, BadgeId::new);
        return Envelope.ok(
                "badge",
                badges.find(badge.value())
                        .orElseThrow(() -> new Rejection(new IssueBadge(badge, new RoleName("any")).notFound())));
    }
}
