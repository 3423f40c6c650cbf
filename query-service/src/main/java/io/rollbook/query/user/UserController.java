package io.rollbook.query.user;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.UserDirectory;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.query.consistency.Reads;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.read.Page;
import io.rollbook.web.read.QueryParameters;
import io.rollbook.web.read.StreamedAnswer;
import io.rollbook.web.request.PathId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/users} and {@code GET /api/users/:id}. */
@RestController
class UserController {
    private final Users users;

    UserController(Users users) {
        this.users = users;
    }

    @GetMapping("/api/users")
    @Reads(UserDirectory.VIEW)
    @Allow(Access.AUDITOR)
    @Nullable
    ResponseEntity<Envelope> list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var parameters = QueryParameters.of(request);
        var list = UserList.of(parameters);
        if (list.page().isPresent()) {
            return page(list, list.page().get(), parameters);
        }
        new StreamedAnswer(request, response).list("users", users.all(list));
        return null;
    }

    @GetMapping("/api/users/{id}")
    @Reads(UserDirectory.VIEW)
    @Allow(Access.OWN_OR_AUDITOR)
    ResponseEntity<Envelope> one(@PathVariable("id") String id) {
        var user = users.find(PathId.parse(id, UserId::new)).orElseThrow(() -> new Rejection(UserReason.NOT_FOUND));
        return Envelope.ok("user", user);
    }

    private ResponseEntity<Envelope> page(UserList list, Page page, QueryParameters parameters) {
        var found = users.page(list, page);
        var answer = Envelope.ok("users", found.rows());
        return ResponseEntity.status(answer.getStatusCode())
                .headers(page.headers(parameters, found.total()))
                .body(answer.getBody());
    }
}
