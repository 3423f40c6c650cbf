package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.commandOn;
import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.roleObject;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Expect;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code /api/roles}. */
abstract class RoleContract extends ResourceContract {

    private static final String ROLES = "/api/roles";

    RoleContract(RunningSystem system) {
        super(system);
    }

    @ParameterizedTest
    @CsvSource({"1, admin", "2, auditor", "3, user"})
    void theBuiltInRolesAreThere(int id, String name) {
        var role = success(admin().get(ROLES + "/" + id), 200, "role");

        assertThat(role).isEqualTo(Fields.of("id", id).with("name", name).json());
        assertThat(elements(success(admin().get(ROLES), 200, "roles"))).contains(role);
    }

    @Test
    void rolesAreListedInTheOrderOfTheirIds() {
        var created = newRole();

        var roles = elements(success(admin().get(ROLES), 200, "roles"));

        assertThat(roles).contains(created).allSatisfy(Expect::roleObject);
        assertThat(roles)
                .extracting(role -> role.path("id").intValue())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void createsARole() {
        var fields = Samples.role();

        var answer = admin().post(ROLES, fields);

        var role = success(answer, 201, "role");
        roleObject(role);
        assertThat(role.path("name").stringValue()).isEqualTo(fields.text("name"));
        commandOn(answer, "role-" + role.path("id"));
        assertThat(success(admin().get(role(role)), 200, "role")).isEqualTo(role);
    }

    @Test
    void renamesARoleAndAnswers201() {
        var before = newRole();
        var name = Samples.unique("Sekretaris");

        var answer = admin().put(role(before), Fields.of("name", name));

        var role = success(answer, 201, "role");
        assertThat(role).isEqualTo(Fields.of(before).with("name", name).json());
        commandOn(answer, "role-" + before.path("id"));
        assertThat(admin().get(role(before)).payload()).isEqualTo(role);
    }

    @Test
    void theSameNameAppendsNothing() {
        var answer = admin().post(ROLES, Samples.role());

        var again = admin().put(role(answer.payload()), Fields.of(answer.payload()));

        assertThat(success(again, 201, "role")).isEqualTo(answer.payload());
        assertThat(again.version()).isEqualTo(answer.version());
    }

    @Test
    void deletesARoleAnswers201AndTheRoleIsGoneEverywhere() {
        var role = newRole();

        var answer = admin().delete(role(role));

        assertThat(success(answer, 201, "role")).isEqualTo(role);
        commandOn(answer, "role-" + role.path("id"));
        error(admin().get(role(role)), 404);
        error(admin().get(role(role) + "/users"), 404);
        assertThat(elements(admin().get(ROLES).payload())).doesNotContain(role);
        error(admin().put(role(role), Samples.role()), 404);
        error(admin().delete(role(role)), 404);
        validationError(admin().post("/api/users", Samples.user().with("roleId", role.path("id"))), "roleId");
    }

    @Test
    void aRoleThatSomebodyHasStays() {
        var created = admin().post(ROLES, Samples.role());
        var role = created.payload();
        var user = admin().post("/api/users", Samples.user().with("roleId", role.path("id")))
                .payload();

        error(admin().delete(role(role)), 409);

        assertThat(admin().after(created).get(role(role)).payload()).isEqualTo(role);
        admin().put(user(user), Fields.of("roleId", 3));
        success(admin().delete(role(role)), 201, "role");
    }

    @Test
    void aRoleWhoseLastHolderIsDeletedMayGo() {
        var role = newRole();
        var user = admin().post("/api/users", Samples.user().with("roleId", role.path("id")))
                .payload();

        admin().delete(user(user));

        success(admin().delete(role(role)), 201, "role");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theBuiltInRolesStay(int id) {
        error(admin().delete(ROLES + "/" + id), 409);
        success(admin().get(ROLES + "/" + id), 200, "role");
    }

    @Test
    void showsWhoHasARole() {
        var role = newRole();
        var empty = success(admin().get(role(role) + "/users"), 200, "role");
        var fields = Samples.user().with("roleId", role.path("id"));
        var first = admin().post("/api/users", fields).payload();
        var second = admin().post(
                        "/api/users", fields.with("email", Samples.email()).with("NIP", Samples.nip()))
                .payload();

        var full = success(admin().settled().get(role(role) + "/users"), 200, "role");

        assertThat(empty.propertyNames()).containsExactlyInAnyOrder("id", "name", "users");
        assertThat(elements(empty.path("users"))).isEmpty();
        assertThat(full.path("id")).isEqualTo(role.path("id"));
        assertThat(full.path("name")).isEqualTo(role.path("name"));
        assertThat(elements(full.path("users"))).containsExactly(first, second).allSatisfy(Expect::userObject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", "01", "1.5"})
    void aMalformedIdIsInvalid(String id) {
        validationError(admin().get(ROLES + "/" + id), "id");
        validationError(admin().get(ROLES + "/" + id + "/users"), "id");
        validationError(admin().put(ROLES + "/" + id, Samples.role()), "id");
        validationError(admin().delete(ROLES + "/" + id), "id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999", "9999999999", "2147483647", "99999999999999999999999999"})
    void anUnknownIdIsNotFound(String id) {
        error(admin().get(ROLES + "/" + id), 404);
        error(admin().get(ROLES + "/" + id + "/users"), 404);
        error(admin().put(ROLES + "/" + id, Samples.role()), 404);
        error(admin().delete(ROLES + "/" + id), 404);
        validationError(
                admin().request("POST", "/api/users")
                        .json(Samples.user().toString().replaceFirst("}$", ",\"roleId\":" + id + "}"))
                        .send(),
                "roleId");
    }

    @Test
    void aNameBelongsToOneRole() {
        var name = Samples.unique("Sekretaris");
        var role = admin().post(ROLES, Fields.of("name", name)).payload();
        var other = newRole();

        for (var same : new String[] {name, name.toUpperCase(Locale.ROOT), " " + name.toLowerCase(Locale.ROOT) + " "}) {
            error(admin().post(ROLES, Fields.of("name", same)), 409);
            error(admin().put(role(other), Fields.of("name", same)), 409);
        }
        assertThat(admin().get(role(other)).payload()).isEqualTo(other);
        success(admin().put(role(role), Fields.of("name", name.toUpperCase(Locale.ROOT))), 201, "role");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "auditor", "user", "Admin", "AUDITOR"})
    void theNamesOfTheBuiltInRolesAreTaken(String name) {
        error(admin().post(ROLES, Fields.of("name", name)), 409);
        error(admin().put(role(newRole()), Fields.of("name", name)), 409);
    }

    @Test
    void aNameIsFreeOnceItsRoleIsRenamedOrDeleted() {
        var renamed = newRole();
        var deleted = newRole();

        admin().put(role(renamed), Samples.role());
        admin().delete(role(deleted));

        success(admin().post(ROLES, Fields.of("name", renamed.path("name").stringValue())), 201, "role");
        success(admin().post(ROLES, Fields.of("name", deleted.path("name").stringValue())), 201, "role");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":null}", "{\"name\":7}", "{\"name\":\"\"}", "{\"name\":\" \"}"})
    void theNameIsRequired(String body) {
        validationError(admin().request("POST", ROLES).json(body).send(), "name");
        validationError(admin().request("PUT", ROLES + "/3").json(body).send(), "name");
    }

    @ParameterizedTest
    @CsvSource({"201, 400", "200, 201"})
    void theNameHasAtMost200Characters(int length, int status) {
        var unique = Samples.unique("r");
        var name = unique + "r".repeat(length - unique.length());
        assertThat(admin().post(ROLES, Fields.of("name", name)).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"createdAt", "users", "Name"})
    void refusesAnUnknownFieldByName(String field) {
        @Nullable String value = null;
        validationError(admin().post(ROLES, Samples.role().with(field, value)), field);
        validationError(admin().put(role(newRole()), Samples.role().with(field, value)), field);
    }

    private JsonNode newRole() {
        return admin().post(ROLES, Samples.role()).payload();
    }
}
