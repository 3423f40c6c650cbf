package io.rollbook.query.integration;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.integration.UserIntegrationReason;
import io.rollbook.api.user.UserId;
import io.rollbook.query.consistency.Reads;
import io.rollbook.query.projection.ReadModel;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.IntegrationEnvelope;
import io.rollbook.web.read.Page;
import io.rollbook.web.read.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/userIntegration} and {@code GET /api/userIntegration/userIntegration:id}. */
@RestController
class UserIntegrationController {
    private static final int MAX_LIMIT = 100;
    private static final String USER_ID = "userId";

    private final ReadModel<UserIntegrationDocument> integrations;

    UserIntegrationController(ReadModel<UserIntegrationDocument> integrations) {
        this.integrations = integrations;
    }

    @GetMapping("/api/userIntegration")
    @Reads(UserIntegrationProjection.VIEW)
    @Allow(Access.APPROVED)
    ResponseEntity<IntegrationEnvelope> list(Caller caller, HttpServletRequest request) {
        var parameters = QueryParameters.of(request);
        var page = Page.required(parameters, MAX_LIMIT);
        var named = parameters.parsed(USER_ID, "must be user-<id>", UserIntegrationController::owner);
        parameters.verify();
        var filter = visible(caller, named.flatMap(owner -> owner));
        var found = integrations
                .page(filter, Sorts.ascending(ReadModel.ID), page.skip(), page.limit())
                .map(UserIntegrationDocument::view);
        var answer = IntegrationEnvelope.ok(found.rows());
        return ResponseEntity.status(answer.getStatusCode())
                .headers(page.headers(parameters, found.total()))
                .body(answer.getBody());
    }

    @GetMapping("/api/userIntegration/{id}")
    @Reads(UserIntegrationProjection.VIEW)
    @Allow(Access.APPROVED)
    ResponseEntity<IntegrationEnvelope> one(@PathVariable("id") String id, Caller caller) {
        // Another's is to a plain user as one that does not exist.
        var integration = UserIntegrationId.parse(id)
                .flatMap(parsed -> integrations.find(parsed.value()))
                .filter(found -> caller.readsEverything() || caller.is(found.userId()))
                .orElseThrow(() -> new Rejection(UserIntegrationReason.INVALID_ID));
        return IntegrationEnvelope.ok(integration.view());
    }

    // The documented route ends in userId= with nothing after it: that names nobody.
    private static @Nullable Optional<UserId> owner(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var owner = UserId.parse(text);
        return owner.isPresent() ? owner : null;
    }

    private static Bson visible(Caller caller, Optional<UserId> named) {
        if (caller.readsEverything()) {
            return named.map(UserIntegrationController::ownedBy).orElseGet(Filters::empty);
        }
        if (named.isPresent() && !caller.is(named.get())) {
            throw new Rejection(UserIntegrationReason.NOT_OWN);
        }
        return ownedBy(caller.id());
    }

    private static Bson ownedBy(UserId owner) {
        return Filters.eq(UserIntegrationProjection.USER_ID, owner.value());
    }
}
