package io.rollbook.command.role.web;

import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.DeleteRole;
import io.rollbook.api.role.RenameRole;
import io.rollbook.api.role.RoleCommand;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.role.RoleView;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.bus.web.CommandAnswer;
import io.rollbook.command.bus.web.IfMatchHeader;
import io.rollbook.command.role.RoleClaims;
import io.rollbook.command.role.RoleNames;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.request.PathId;
import io.rollbook.web.request.RequestFields;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The documented routes under {@code /api/roles} that change something; each answers 201, as documented. */
@RestController
@RequestMapping("/api/roles")
class RoleController {

    private final CommandSender commands;
    private final RoleClaims claims;
    private final RoleNames names;

    RoleController(CommandSender commands, RoleClaims claims, RoleNames names) {
        this.commands = commands;
        this.claims = claims;
        this.names = names;
    }

    @Allow(Access.ADMIN)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> create(
            @RequestBody(required = false) @Nullable JsonNode body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        var fields = RequestFields.of(body).ignore("id");
        var name = fields.required("name", RoleName::parse);
        fields.verify();
        return send(new CreateRole(claims.nextId(), name.get()), caller, request, response);
    }

    @Allow(Access.ADMIN)
    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> rename(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonNode body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        var role = PathId.parse(id, RoleId::new);
        var fields = RequestFields.of(body).ignore("id").changing(() -> shown(role));
        var sent = fields.required("name", RoleName::parse);
        fields.verify();
        // One that was sent back is the name the role has.
        var name = Optional.ofNullable(sent.orNull()).or(() -> names.of(role)).orElseThrow();
        return send(new RenameRole(role, name), caller, request, response);
    }

    @Allow(Access.ADMIN)
    @DeleteMapping("/{id}")
    ResponseEntity<Envelope> delete(
            @PathVariable String id, Caller caller, HttpServletRequest request, HttpServletResponse response) {
        return send(new DeleteRole(PathId.parse(id, RoleId::new)), caller, request, response);
    }

    private ResponseEntity<Envelope> send(
            RoleCommand command, Caller caller, HttpServletRequest request, HttpServletResponse response) {
        var recorded = commands.<RoleView>send(command, Actor.of(caller), IfMatchHeader.of(request));
        return Envelope.created("role", CommandAnswer.tell(recorded, request, response));
    }

    private Map<String, String> shown(RoleId role) {
        return names.of(role).map(name -> Map.of("name", name.value())).orElse(Map.of());
    }
}
