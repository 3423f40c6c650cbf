package io.rollbook.query.role;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleReason;
import io.rollbook.api.role.RoleView;
import io.rollbook.api.user.UserDirectory;
import io.rollbook.query.consistency.Reads;
import io.rollbook.query.projection.ReadModel;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.read.StreamedAnswer;
import io.rollbook.web.request.PathId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/roles}, {@code GET /api/roles/:id} and {@code GET /api/roles/:id/users}. */
@RestController
class RoleController {
    private final ReadModel<RoleDocument> roles;
    private final UserDirectory users;

    RoleController(ReadModel<RoleDocument> roles, UserDirectory users) {
        this.roles = roles;
        this.users = users;
    }

    @GetMapping("/api/roles")
    @Reads(RoleProjection.VIEW)
    @Allow(Access.APPROVED)
    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var all = roles.stream(Filters.empty(), Sorts.ascending(ReadModel.ID)).map(RoleDocument::view);
        new StreamedAnswer(request, response).list("roles", all);
    }

    @GetMapping("/api/roles/{id}")
    @Reads(RoleProjection.VIEW)
    @Allow(Access.APPROVED)
    ResponseEntity<Envelope> one(@PathVariable("id") String id) {
        return Envelope.ok("role", find(id));
    }

    @GetMapping("/api/roles/{id}/users")
    @Reads({RoleProjection.VIEW, UserDirectory.VIEW})
    @Allow(Access.AUDITOR)
    void users(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var role = find(id);
        try (var holders = users.holding(new RoleId(role.id()))) {
            new StreamedAnswer(request, response).send("role", json -> {
                json.writeStartObject();
                json.writeNumberProperty("id", role.id());
                json.writeStringProperty("name", role.name());
                json.writeName("users");
                StreamedAnswer.array(json, holders);
                json.writeEndObject();
            });
        }
    }

    private RoleView find(String id) {
        return roles.find(PathId.parse(id, RoleId::new).value())
                .map(RoleDocument::view)
                .orElseThrow(() -> new Rejection(RoleReason.NOT_FOUND));
    }
}
