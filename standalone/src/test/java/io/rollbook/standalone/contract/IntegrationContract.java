package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.commandOn;
import static io.rollbook.standalone.support.Expect.integration;
import static io.rollbook.standalone.support.Expect.integrationDone;
import static io.rollbook.standalone.support.Expect.integrationError;
import static io.rollbook.standalone.support.Expect.integrationObject;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.Person;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code POST /api/userIntegration}, {@code PATCH} and {@code DELETE /api/admin/userIntegration/…}. */
abstract class IntegrationContract extends ResourceContract {

    static final String INTEGRATIONS = "/api/userIntegration";
    static final String ADMINISTERED = "/api/admin/userIntegration";
    static final String CREATED = "UserIntegration created succesfully!!";
    static final String UPDATED = "UserIntegration updated successufully!!";
    static final String DELETED = "UserIntegration deleted Successfuly";
    static final String INVALID_ID = "UserIntegrationId is Invalid";
    static final String VALIDATION = "Validation Error";
    static final String UNAUTHORIZED = "Unathorized";

    IntegrationContract(RunningSystem system) {
        super(system);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void addsAnIntegration(boolean connected) {
        var fields = Samples.integration(anybody()).with("isconnected", connected);

        var answer = admin().post(INTEGRATIONS, fields);

        var added = integration(answer, CREATED);
        integrationObject(added);
        assertThat(Fields.of(added).without("id").json()).isEqualTo(fields.json());
        commandOn(answer, added.path("id").stringValue());
        assertThat(integration(admin().get(path(INTEGRATIONS, added)), null)).isEqualTo(added);
    }

    @Test
    void aPlainUserAddsTheirOwn() {
        var person = people.newApproved();

        var added = integration(person.client().post(INTEGRATIONS, Samples.integration(person.id())), CREATED);

        assertThat(added.path("userId").stringValue()).isEqualTo("user-" + person.id());
    }

    @Test
    void onlyAnAdminAddsSomebodyElses() {
        for (var person : new Person[] {people.approved(), people.auditor()}) {
            integrationError(person.client().post(INTEGRATIONS, Samples.integration(anybody())), 403);
        }
    }

    static Stream<Arguments> againstARule() {
        return Stream.of(
                Arguments.of("isconnected", null),
                Arguments.of("isconnected", "false"),
                Arguments.of("isconnected", 0),
                Arguments.of("userId", null),
                Arguments.of("userId", 1),
                Arguments.of("userId", ""),
                Arguments.of("userId", "1"),
                Arguments.of("userId", "user-0"),
                Arguments.of("userId", "user-abc"),
                Arguments.of("userId", "role-1"),
                Arguments.of("userId", "user-999999999"),
                Arguments.of("userId", "user-99999999999"),
                Arguments.of("integrationId", null),
                Arguments.of("integrationId", 123),
                Arguments.of("integrationId", ""),
                Arguments.of("integrationId", "has space"),
                Arguments.of("integrationId", "slash/"),
                Arguments.of("integrationId", "i".repeat(65)),
                Arguments.of("unknown", "field"));
    }

    @ParameterizedTest
    @MethodSource
    void againstARule(String field, @Nullable Object value) {
        var fields = Samples.integration(anybody()).with(field, value);
        integrationError(admin().post(INTEGRATIONS, fields), 400, VALIDATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"isconnected", "userId", "integrationId"})
    void requiresEachField(String field) {
        var fields = Samples.integration(anybody()).without(field);
        integrationError(admin().post(INTEGRATIONS, fields), 400, VALIDATION);
    }

    @Test
    void theCatalogueKeyMayUseAllItsCharacters() {
        var key = Samples.unique("A-z_0.9");
        var longest = key + "i".repeat(64 - key.length());
        integration(admin().post(INTEGRATIONS, Samples.integration(anybody()).with("integrationId", longest)), CREATED);
    }

    @Test
    void aSecondOneOfTheSameUserAndKeyIsAConflict() {
        var fields = Samples.integration(anybody());
        integration(admin().post(INTEGRATIONS, fields), CREATED);

        integrationError(admin().post(INTEGRATIONS, fields), 409);
        integrationError(admin().post(INTEGRATIONS, fields.with("isconnected", true)), 409);

        integration(admin().post(INTEGRATIONS, fields.with("userId", "user-1")), CREATED);
    }

    @Test
    void connectsAndDisconnects() {
        var before = added();

        var connected = admin().patch(path(ADMINISTERED, before), Fields.of("isconnected", true));
        var data = integration(connected, UPDATED);
        assertThat(data).isEqualTo(Fields.of(before).with("isconnected", true).json());
        commandOn(connected, before.path("id").stringValue());
        assertThat(integration(admin().get(path(INTEGRATIONS, before)), null)).isEqualTo(data);

        var disconnected = admin().patch(path(ADMINISTERED, before), Fields.of("isconnected", false));
        assertThat(integration(disconnected, UPDATED)).isEqualTo(before);
        assertThat(integration(admin().get(path(INTEGRATIONS, before)), null)).isEqualTo(before);
    }

    @Test
    void aChangeOfNothingAppendsNothing() {
        var answer = admin().post(INTEGRATIONS, Samples.integration(anybody()));

        var again = admin().patch(path(ADMINISTERED, answer.payload()), Fields.of("isconnected", false));

        assertThat(integration(again, UPDATED)).isEqualTo(answer.payload());
        assertThat(again.version()).isEqualTo(answer.version());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"isconnected\":null}",
                "{\"isconnected\":\"true\"}",
                "{\"isconnected\":1}",
                "{\"isconnected\":true,\"unknown\":1}",
                "[]",
                "{\"isconnected\":"
            })
    void changesNothingButTheConnection(String body) {
        var path = path(ADMINISTERED, added());
        integrationError(admin().request("PATCH", path).json(body).send(), 400, VALIDATION);
    }

    @Test
    void deletesAnIntegrationWhichMayBeAddedAgain() {
        var fields = Samples.integration(anybody());
        var added = admin().post(INTEGRATIONS, fields).payload();
        var path = path(ADMINISTERED, added);

        var answer = admin().delete(path);

        integrationDone(answer, DELETED);
        commandOn(answer, added.path("id").stringValue());
        integrationError(admin().get(path(INTEGRATIONS, added)), 400, INVALID_ID);
        integrationError(admin().patch(path, Fields.of("isconnected", true)), 400, INVALID_ID);
        integrationError(admin().delete(path), 400, INVALID_ID);
        var again = integration(admin().post(INTEGRATIONS, fields), CREATED);
        assertThat(again.path("id")).isNotEqualTo(added.path("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"userIntegration-", "userIntegration:", ""})
    void eachSpellingOfThePathWorks(String prefix) {
        var added = added();
        var spelled = "/" + prefix + added.path("id").stringValue().replace("userIntegration-", "");

        integration(admin().get(INTEGRATIONS + spelled), null);
        integration(admin().patch(ADMINISTERED + spelled, Fields.of("isconnected", true)), UPDATED);
        integrationDone(admin().delete(ADMINISTERED + spelled), DELETED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "999999999",
                "userIntegration-999999999",
                "userIntegration:999999999",
                "0",
                "-1",
                "abc",
                "1.5",
                "99999999999",
                "userIntegration-abc",
                "user-1",
                "userintegration-1"
            })
    void anUnknownOrMalformedIdIsInvalid(String id) {
        integrationError(admin().get(INTEGRATIONS + "/" + id), 400, INVALID_ID);
        integrationError(admin().patch(ADMINISTERED + "/" + id, Fields.of("isconnected", true)), 400, INVALID_ID);
        integrationError(admin().delete(ADMINISTERED + "/" + id), 400, INVALID_ID);
    }

    @Test
    void whoIsNotSignedInIsUnauthorizedAsTheDocumentSpellsIt() {
        var added = added();
        for (RollbookClient client :
                new RollbookClient[] {anonymous(), anonymous().withToken("garbage")}) {
            integrationError(client.post(INTEGRATIONS, Samples.integration(1)), 401, UNAUTHORIZED);
            integrationError(client.get(INTEGRATIONS + "?page=1&limit=10"), 401, UNAUTHORIZED);
            integrationError(client.get(path(INTEGRATIONS, added)), 401, UNAUTHORIZED);
            integrationError(
                    client.patch(path(ADMINISTERED, added), Fields.of("isconnected", true)), 401, UNAUTHORIZED);
            integrationError(client.delete(path(ADMINISTERED, added)), 401, UNAUTHORIZED);
        }
    }

    @Test
    void onlyAnAdminChangesOrDeletes() {
        var person = people.newApproved();
        var own = integration(person.client().post(INTEGRATIONS, Samples.integration(person.id())), CREATED);

        for (var client :
                new RollbookClient[] {person.client(), people.auditor().client()}) {
            integrationError(client.patch(path(ADMINISTERED, own), Fields.of("isconnected", true)), 403);
            integrationError(client.delete(path(ADMINISTERED, own)), 403);
        }
        integrationError(people.pending().client().post(INTEGRATIONS, Samples.integration(1)), 403);
    }

    private JsonNode added() {
        return integration(admin().post(INTEGRATIONS, Samples.integration(anybody())), CREATED);
    }

    /** A user who is there and is nobody the test signs in as. */
    private int anybody() {
        return people.pending().id();
    }
}
