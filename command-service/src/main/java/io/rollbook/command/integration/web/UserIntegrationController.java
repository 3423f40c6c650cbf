package io.rollbook.command.integration.web;

import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.integration.AddIntegration;
import io.rollbook.api.integration.ConnectIntegration;
import io.rollbook.api.integration.DisconnectIntegration;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.integration.RemoveIntegration;
import io.rollbook.api.integration.UserIntegrationCommand;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.integration.UserIntegrationReason;
import io.rollbook.api.integration.UserIntegrationView;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.bus.web.CommandAnswer;
import io.rollbook.command.bus.web.IfMatchHeader;
import io.rollbook.command.integration.IntegrationClaims;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.IntegrationEnvelope;
import io.rollbook.web.envelope.IntegrationMessages;
import io.rollbook.web.request.RequestFields;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The documented routes that change a user's integrations; they speak envelope B. */
@RestController
class UserIntegrationController {

    private final CommandSender commands;
    private final IntegrationClaims claims;

    UserIntegrationController(CommandSender commands, IntegrationClaims claims) {
        this.commands = commands;
        this.claims = claims;
    }

    @Allow(Access.APPROVED)
    @PostMapping(path = "/api/userIntegration", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IntegrationEnvelope> add(
            @RequestBody(required = false) @Nullable JsonNode body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        var fields = RequestFields.of(body);
        var connected = fields.requiredBoolean("isconnected");
        var user = fields.required("userId", UserIntegrationController::user);
        var integration = fields.required("integrationId", IntegrationId::new);
        fields.verify();
        if (!caller.isAdmin() && !caller.is(user.get())) {
            throw new Rejection(UserIntegrationReason.NOT_OWN);
        }
        var command = new AddIntegration(claims.nextId(), user.get(), integration.get(), connected.get());
        return IntegrationEnvelope.ok(IntegrationMessages.CREATED, send(command, caller, request, response));
    }

    @Allow(Access.ADMIN)
    @PatchMapping(path = "/api/admin/userIntegration/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IntegrationEnvelope> update(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonNode body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        var integration = integration(id);
        var fields = RequestFields.of(body);
        var connected = fields.requiredBoolean("isconnected");
        fields.verify();
        var command = connected.get() ? new ConnectIntegration(integration) : new DisconnectIntegration(integration);
        return IntegrationEnvelope.ok(IntegrationMessages.UPDATED, send(command, caller, request, response));
    }

    @Allow(Access.ADMIN)
    @DeleteMapping("/api/admin/userIntegration/{id}")
    ResponseEntity<IntegrationEnvelope> remove(
            @PathVariable String id, Caller caller, HttpServletRequest request, HttpServletResponse response) {
        send(new RemoveIntegration(integration(id)), caller, request, response);
        return IntegrationEnvelope.done(IntegrationMessages.DELETED);
    }

    private UserIntegrationView send(
            UserIntegrationCommand command, Caller caller, HttpServletRequest request, HttpServletResponse response) {
        return CommandAnswer.tell(
                commands.<UserIntegrationView>send(command, Actor.of(caller), IfMatchHeader.of(request)),
                request,
                response);
    }

    private static UserId user(String text) {
        return UserId.parse(text).orElseThrow(() -> new InvalidValue("must be user-<id>"));
    }

    /** The id in a path; the contract has one error for every id that leads nowhere. */
    private static UserIntegrationId integration(String text) {
        return UserIntegrationId.parse(text).orElseThrow(() -> new Rejection(UserIntegrationReason.INVALID_ID));
    }
}
