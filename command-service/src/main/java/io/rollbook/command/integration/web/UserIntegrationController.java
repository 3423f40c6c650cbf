package io.rollbook.command.integration.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.integration.AddIntegration;
import io.rollbook.api.integration.ConnectIntegration;
import io.rollbook.api.integration.DisconnectIntegration;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.integration.RemoveIntegration;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.integration.UserIntegrationReason;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.web.CommandExchange;
import io.rollbook.command.integration.IntegrationClaims;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.IntegrationEnvelope;
import io.rollbook.web.envelope.IntegrationMessages;
import io.rollbook.web.request.Body;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The documented routes that change a user's integrations; they speak envelope B. */
@RestController
class UserIntegrationController {

    private final IntegrationClaims claims;

    UserIntegrationController(IntegrationClaims claims) {
        this.claims = claims;
    }

    @Allow(Access.APPROVED)
    @PostMapping(path = "/api/userIntegration", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IntegrationEnvelope> add(Body<AddIntegrationRequest> body, Caller caller, CommandExchange exchange) {
        var wanted = body.read();
        var owner = wanted.owner().id();
        if (!caller.isAdmin() && !caller.is(owner)) {
            throw new Rejection(UserIntegrationReason.NOT_OWN);
        }
        var command = new AddIntegration(claims.nextId(), owner, wanted.integration(), wanted.connected());
        return IntegrationEnvelope.ok(IntegrationMessages.CREATED, exchange.send(command));
    }

    @Allow(Access.ADMIN)
    @PatchMapping(path = "/api/admin/userIntegration/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IntegrationEnvelope> update(
            @PathVariable String id, Body<ConnectionRequest> body, CommandExchange exchange) {
        var integration = integration(id);
        var command =
                body.read().connected() ? new ConnectIntegration(integration) : new DisconnectIntegration(integration);
        return IntegrationEnvelope.ok(IntegrationMessages.UPDATED, exchange.send(command));
    }

    @Allow(Access.ADMIN)
    @DeleteMapping("/api/admin/userIntegration/{id}")
    ResponseEntity<IntegrationEnvelope> remove(@PathVariable String id, CommandExchange exchange) {
        exchange.send(new RemoveIntegration(integration(id)));
        return IntegrationEnvelope.done(IntegrationMessages.DELETED);
    }

    /** The id in a path; the contract has one error for every id that leads nowhere. */
    private static UserIntegrationId integration(String text) {
        return UserIntegrationId.parse(text).orElseThrow(() -> new Rejection(UserIntegrationReason.INVALID_ID));
    }

    /** An integration that a user gets. */
    record AddIntegrationRequest(
            @JsonProperty("isconnected") boolean connected,
            @JsonProperty("userId") Owner owner,
            @JsonProperty("integrationId") IntegrationId integration) {

        /** The contract names the user by the aggregate's identifier. */
        record Owner(UserId id) {

            static Owner parse(String text) {
                return new Owner(UserId.parse(text).orElseThrow(() -> new InvalidValue("must be user-<id>")));
            }
        }
    }

    /** Whether the integration is to be connected. */
    record ConnectionRequest(@JsonProperty("isconnected") boolean connected) {}
}
