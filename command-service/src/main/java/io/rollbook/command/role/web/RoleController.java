package io.rollbook.command.role.web;

import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.DeleteRole;
import io.rollbook.api.role.RenameRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.command.bus.web.CommandExchange;
import io.rollbook.command.role.RoleClaims;
import io.rollbook.command.role.RoleNames;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.request.Body;
import io.rollbook.web.request.NotChanged;
import io.rollbook.web.request.PathId;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The documented routes under {@code /api/roles} that change something; each answers 201, as documented. */
@RestController
@RequestMapping("/api/roles")
class RoleController {

    private final RoleClaims claims;
    private final RoleNames names;

    RoleController(RoleClaims claims, RoleNames names) {
        this.claims = claims;
        this.names = names;
    }

    @Allow(Access.ADMIN)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> create(Body<RoleRequest> body, CommandExchange exchange) {
        var name = body.read().name();
        return Envelope.created("role", exchange.send(new CreateRole(claims.nextId(), name)));
    }

    @Allow(Access.ADMIN)
    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> rename(@PathVariable String id, Body<RoleRequest> body, CommandExchange exchange) {
        var role = PathId.parse(id, RoleId::new);
        var name = body.changing(() -> shown(role)).read().name();
        return Envelope.created("role", exchange.send(new RenameRole(role, name)));
    }

    @Allow(Access.ADMIN)
    @DeleteMapping("/{id}")
    ResponseEntity<Envelope> delete(@PathVariable String id, CommandExchange exchange) {
        return Envelope.created("role", exchange.send(new DeleteRole(PathId.parse(id, RoleId::new))));
    }

    private Map<String, String> shown(RoleId role) {
        return names.of(role).map(name -> Map.of("name", name.value())).orElse(Map.of());
    }

    /** What a role is called. */
    @NotChanged("id")
    record RoleRequest(RoleName name) {}
}
