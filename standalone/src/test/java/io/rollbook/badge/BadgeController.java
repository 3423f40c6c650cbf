package io.rollbook.badge;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.RoleName;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.bus.web.CommandAnswer;
import io.rollbook.command.bus.web.IfMatchHeader;
import io.rollbook.query.projection.ReadModel;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.request.PathId;
import io.rollbook.web.request.RequestFields;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code PUT} and {@code GET /api/badges/:id}. */
@RestController
class BadgeController {

    private final CommandSender commands;
    private final ReadModel<BadgeView> badges;

    BadgeController(CommandSender commands, ReadModel<BadgeView> badges) {
        this.commands = commands;
        this.badges = badges;
    }

    @Allow(Access.ADMIN)
    @PutMapping(path = "/api/badges/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> issue(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonNode body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        var fields = RequestFields.of(body);
        var label = fields.required("label", RoleName::parse);
        fields.verify();
        var recorded = commands.<BadgeView>send(
                new IssueBadge(PathId.parse(id, BadgeId::new), label.get()),
                Actor.of(caller),
                IfMatchHeader.of(request));
        return Envelope.created("badge", CommandAnswer.tell(recorded, request, response));
    }

    @Allow(Access.APPROVED)
    @GetMapping("/api/badges/{id}")
    ResponseEntity<Envelope> one(@PathVariable String id) {
        var badge = PathId.parse(id, BadgeId::new);
        return Envelope.ok(
                "badge",
                badges.find(badge.value())
                        .orElseThrow(() -> new Rejection(new IssueBadge(badge, new RoleName("any")).notFound())));
    }
}
