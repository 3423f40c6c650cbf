package io.rollbook.command.user.web;

import io.rollbook.api.user.EraseUser;
import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.command.platform.Actor;
import io.rollbook.command.platform.CommandAnswer;
import io.rollbook.command.platform.CommandSender;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Erasing a person, and the certificates of it. */
@RestController
class ErasureController {

    private final CommandSender commands;

    ErasureController(CommandSender commands) {
        this.commands = commands;
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
        var reason = fields.required("reason", ErasureReason::new);
        var delete = fields.optionalBoolean("delete");
        fields.verify();

        var command = new EraseUser(user, reason.get(), Boolean.TRUE.equals(delete));
        var recorded =
                commands.<UserErased>send(user, command, Actor.of(caller), CommandAnswer.expectedVersion(request));
        return Envelope.created("erasure", Certificate.of(CommandAnswer.tell(recorded, request, response)));
    }
}
