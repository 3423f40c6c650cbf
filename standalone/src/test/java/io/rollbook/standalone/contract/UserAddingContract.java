package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.commandOn;
import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.userObject;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /api/users}. */
abstract class UserAddingContract extends ResourceContract {

    private static final String USERS = "/api/users";

    UserAddingContract(RunningSystem system) {
        super(system);
    }

    @Test
    void answersTheUserAsDocumented() {
        var fields = Samples.user().with("roleId", 3);

        var answer = admin().post(USERS, fields);

        var user = success(answer, 201, "user");
        userObject(user);
        for (var field : new String[] {"email", "name", "gender", "NIP", "jabatan"}) {
            assertThat(user.path(field).stringValue()).isEqualTo(fields.text(field));
        }
        assertThat(user.path("approved").booleanValue()).isTrue();
        assertThat(user.path("disabled").booleanValue()).isFalse();
        assertThat(user.path("uid").isString()).isTrue();
        commandOn(answer, "user-" + user.path("id"));
    }

    @Test
    void theNextReadShowsTheUser() {
        var answer = admin().post(USERS, Samples.user());
        var user = success(answer, 201, "user");

        var read = admin().get(user(user));

        assertThat(success(read, 200, "user")).isEqualTo(user);
        assertThat(read.header("X-Consistency")).isNotEqualTo("stale");
    }

    @Test
    void whatIsOptionalMayBeLeftOut() {
        var fields = Fields.of("email", Samples.email())
                .with("password", Samples.PASSWORD)
                .with("name", "Minimal");

        var user = success(admin().post(USERS, fields), 201, "user");

        assertThat(user.path("approved").booleanValue()).isFalse();
        for (var optional : new String[] {"gender", "NIP", "jabatan"}) {
            assertThat(user.path(optional).isNull()).as(optional).isTrue();
        }
        var plainUsers = admin().get("/api/roles/3/users").payload().path("users");
        assertThat(elements(plainUsers)).contains(user);
    }

    @Test
    void idsAreHandedOutInOrder() {
        var first = newUser().path("id").intValue();
        assertThat(newUser().path("id").intValue()).isGreaterThan(first);
    }

    @Test
    void theUserHasTheGivenRole() {
        var role = admin().post("/api/roles", Samples.role()).payload();

        var user = admin().post(USERS, Samples.user().with("roleId", role.path("id")))
                .payload();

        assertThat(elements(admin().get(role(role) + "/users").payload().path("users")))
                .containsExactly(user);
    }

    @Test
    void whatTheResourceShowsButTheRouteDoesNotSetIsIgnored() {
        var fields = Samples.user().with("id", 1).with("uid", "somebody-else").with("disabled", true);

        var user = success(admin().post(USERS, fields), 201, "user");

        assertThat(user.path("id").intValue()).isNotEqualTo(1);
        assertThat(user.path("uid").stringValue()).isNotEqualTo("somebody-else");
        assertThat(user.path("disabled").booleanValue()).isFalse();
    }

    @Test
    void namesEveryMissingField() {
        validationError(admin().post(USERS, Fields.none()), "email", "password", "name");
    }

    static Stream<Arguments> againstARule() {
        return Stream.of(
                Arguments.of("email", "nobody"),
                Arguments.of("email", null),
                Arguments.of("email", true),
                Arguments.of("password", "1234567"),
                Arguments.of("password", "password"),
                Arguments.of("password", "x".repeat(129)),
                Arguments.of("name", " "),
                Arguments.of("name", "n".repeat(201)),
                Arguments.of("gender", "X"),
                Arguments.of("gender", "l"),
                Arguments.of("gender", 1),
                Arguments.of("NIP", "12345678901234567"),
                Arguments.of("NIP", "1234567890123456789"),
                Arguments.of("NIP", "12345678901234567x"),
                Arguments.of("NIP", 123456789012345678L),
                Arguments.of("jabatan", "j".repeat(201)),
                Arguments.of("jabatan", false),
                Arguments.of("approved", "true"),
                Arguments.of("approved", 1),
                Arguments.of("roleId", "1"),
                Arguments.of("roleId", 0),
                Arguments.of("roleId", -1),
                Arguments.of("roleId", 1.5),
                Arguments.of("roleId", 99999999999L),
                Arguments.of("roleId", 999999999));
    }

    @ParameterizedTest
    @MethodSource
    void againstARule(String field, @Nullable Object value) {
        validationError(admin().post(USERS, Samples.user().with(field, value)), field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"createdAt", "role", "nip", "Email"})
    void refusesAnUnknownFieldByName(String field) {
        validationError(admin().post(USERS, Samples.user().with(field, "x")), field);
    }

    @Test
    void namesEveryOffendingFieldInOneSentence() {
        var fields = Samples.user()
                .with("email", "nobody")
                .with("NIP", "1")
                .with("gender", "M")
                .with("approved", "yes")
                .with("surname", "Rahma");
        validationError(admin().post(USERS, fields), "email", "NIP", "gender", "approved", "surname");
    }

    @Test
    void aPasswordIsNotTheEmail() {
        var fields = Samples.user();
        validationError(admin().post(USERS, fields.with("password", fields.text("email"))), "password");
    }

    @Test
    void anEmailIsOnTheRollOnce() {
        var fields = Samples.user();
        admin().post(USERS, fields);

        var shouted = fields.with("email", fields.text("email").toUpperCase(Locale.ROOT));
        error(admin().post(USERS, shouted.with("NIP", Samples.nip())), 409);
    }

    @Test
    void aRefusalLeavesNothingBehind() {
        var fields = Samples.user();
        validationError(admin().post(USERS, fields.with("roleId", 999999999)), "roleId");
        validationError(admin().post(USERS, fields.with("gender", "X")), "gender");

        success(admin().post(USERS, fields), 201, "user");
    }
}
