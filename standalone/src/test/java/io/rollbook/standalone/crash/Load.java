package io.rollbook.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.Samples;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** One client that sends commands of every kind, one after the other, until nobody answers any more. */
final class Load implements Runnable {

    private static final String ADMINISTERED = "/api/admin/userIntegration";

    private final RollbookClient admin;
    private final Ledger ledger;
    private final AtomicInteger acknowledged;

    /**
     * @param acknowledged counts the commands that were answered
     */
    Load(RollbookClient admin, Ledger ledger, AtomicInteger acknowledged) {
        this.admin = admin;
        this.ledger = ledger;
        this.acknowledged = acknowledged;
    }

    @Override
    public void run() {
        try {
            while (true) {
                aRoleComesAndChanges();
                aUserStays();
                aUserWithAnIntegrationComesAndGoes();
            }
        } catch (UncheckedIOException crashed) {
            // What was asked for last stays in the ledger as asked for.
        }
    }

    private void aRoleComesAndChanges() {
        var fields = Samples.role();
        var role = create(Roll.ROLES, fields, fields.text("name"));
        for (var i = 0; i < 3; i++) {
            role = put(Roll.ROLES, role, Samples.role());
        }
        var name = Samples.role();
        var second = create(Roll.ROLES, name, name.text("name"));
        delete(Roll.path(Roll.ROLES, second));
    }

    private void aUserStays() {
        var fields = Samples.user().with("approved", false);
        var user = create(Roll.USERS, fields, fields.text("email"));
        user = put(
                Roll.USERS, user, Fields.of("jabatan", Samples.unique("Post")).with("gender", "P"));
        user = put(Roll.USERS, user, Fields.of("email", Samples.email()));
        user = put(Roll.USERS, user, Fields.of("NIP", null).with("approved", true));
        var path = Roll.path(Roll.USERS, user);
        var disabled = Fields.of(user).with("disabled", true).json();
        ledger.asksFor(path, Optional.of(disabled));
        answered(() -> admin.put(path + "/disable"));
        ledger.acknowledged();
        var integration = addIntegration(user);
        var connected = Fields.of(integration).with("isconnected", true).json();
        ledger.asksFor(Roll.path(Roll.INTEGRATIONS, integration), Optional.of(connected));
        answered(() -> admin.patch(Roll.path(ADMINISTERED, integration), Fields.of("isconnected", true)));
        ledger.acknowledged();
    }

    private void aUserWithAnIntegrationComesAndGoes() {
        var fields = Samples.user().with("approved", false);
        var user = create(Roll.USERS, fields, fields.text("email"));
        var integration = addIntegration(user);
        ledger.asksFor(Roll.path(Roll.INTEGRATIONS, integration), Optional.empty());
        delete(Roll.path(Roll.USERS, user));
    }

    private JsonNode create(String collection, Fields fields, String mark) {
        ledger.asksToCreate(mark);
        var created = answered(() -> admin.post(collection, fields)).payload();
        ledger.created(Roll.path(collection, created), created);
        return created;
    }

    private JsonNode addIntegration(JsonNode user) {
        var fields = Samples.integration(user.path("id").intValue());
        return create(Roll.INTEGRATIONS, fields, fields.text("integrationId"));
    }

    private JsonNode put(String collection, JsonNode before, Fields change) {
        var path = Roll.path(collection, before);
        var after = Fields.of(before);
        for (var field : change.json().properties()) {
            after = after.with(field.getKey(), field.getValue());
        }
        ledger.asksFor(path, Optional.of(after.json()));
        var answer = answered(() -> admin.put(path, change));
        assertThat(answer.payload()).isEqualTo(after.json());
        ledger.acknowledged();
        return answer.payload();
    }

    private void delete(String path) {
        ledger.asksFor(path, Optional.empty());
        answered(() -> admin.delete(path));
        ledger.acknowledged();
    }

    private Answer answered(Supplier<Answer> request) {
        var answer = request.get();
        assertThat(answer.status()).as("%s", answer).isLessThan(300);
        acknowledged.incrementAndGet();
        return answer;
    }
}
