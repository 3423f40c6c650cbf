package io.rollbook.command.publishing.web;

import io.rollbook.api.error.Rejection;
import io.rollbook.command.bus.web.CommandExchange;
import io.rollbook.command.publishing.Republications;
import io.rollbook.command.publishing.Republications.Republication;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.envelope.Envelope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/admin/republish}: filling the topic again from the store while everything goes on. */
@RestController
@RequestMapping("/api/admin/republish")
class RepublishController {

    private final Republications republications;

    RepublishController(Republications republications) {
        this.republications = republications;
    }

    /**
     * Begins it.
     *
     * @throws Rejection when one is under way
     */
    @Allow(Access.ADMIN)
    @PostMapping
    ResponseEntity<Envelope> begin(CommandExchange exchange) {
        return Envelope.created("republication", Shown.of(republications.begin(exchange.actor())));
    }

    /**
     * How far the latest has come.
     *
     * @throws Rejection when there was none
     */
    @Allow(Access.ADMIN)
    @GetMapping
    ResponseEntity<Envelope> latest() {
        return Envelope.ok("republication", Shown.of(republications.latest()));
    }

    /**
     * What an operator sees of one.
     *
     * @param finishedAt {@code null} while it is under way
     */
    record Shown(
            int id,
            String requestedBy,
            Instant requestedAt,
            long sent,
            long total,
            @Nullable Instant finishedAt) {

        static Shown of(Republication one) {
            return new Shown(one.id(), one.requestedBy(), one.requestedAt(), one.sent(), one.total(), one.finishedAt());
        }
    }
}
