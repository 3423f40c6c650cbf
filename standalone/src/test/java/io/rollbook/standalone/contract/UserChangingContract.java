package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.commandOn;
import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.userObject;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.Person;
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
import tools.jackson.databind.JsonNode;

/** {@code PUT /api/users/:id}. */
abstract class UserChangingContract extends ResourceContract {

    UserChangingContract(RunningSystem system) {
        super(system);
    }

    static Stream<Arguments> aChange() {
        return Stream.of(
                Arguments.of("name", "Somebody Else"),
                Arguments.of("email", Samples.email()),
                Arguments.of("gender", "P"),
                Arguments.of("NIP", Samples.nip()),
                Arguments.of("jabatan", "Kepala Bagian"),
                Arguments.of("approved", false));
    }

    @ParameterizedTest
    @MethodSource("aChange")
    void changesWhatIsGivenAndKeepsTheRest(String field, Object value) {
        var before = newUser();

        var answer = admin().put(user(before), Fields.of(field, value));

        var expected = Fields.of(before).with(field, value).json();
        var user = success(answer, 200, "user");
        userObject(user);
        assertThat(user).isEqualTo(expected);
        commandOn(answer, "user-" + before.path("id"));
        assertThat(admin().get(user(before)).payload()).isEqualTo(expected);
    }

    @Test
    void changesEverythingAtOnce() {
        var before = newUser();
        var fields = Samples.user().with("gender", "P").with("approved", false).with("roleId", 2);

        var user = success(admin().put(user(before), fields), 200, "user");

        for (var field : new String[] {"email", "name", "gender", "NIP", "jabatan"}) {
            assertThat(user.path(field).stringValue()).isEqualTo(fields.text(field));
        }
        assertThat(user.path("approved").booleanValue()).isFalse();
        assertThat(user.path("uid")).isEqualTo(before.path("uid"));
        assertThat(elements(admin().get("/api/roles/2/users").payload().path("users")))
                .contains(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gender", "NIP", "jabatan"})
    void anExplicitNullClearsWhatIsOptional(String field) {
        var before = newUser();

        var user = success(admin().put(user(before), Fields.of(field, null)), 200, "user");

        assertThat(user).isEqualTo(Fields.of(before).with(field, null).json());
        assertThat(admin().get(user(before)).payload()).isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "name", "password", "approved", "roleId"})
    void whatIsNotOptionalCannotBeCleared(String field) {
        validationError(admin().put(user(newUser()), Fields.of(field, null)), field);
    }

    @Test
    void aClientMaySendBackWhatItGot() {
        var answer = admin().post("/api/users", Samples.user());

        var again = admin().put(user(answer.payload()), Fields.of(answer.payload()));

        assertThat(success(again, 200, "user")).isEqualTo(answer.payload());
        assertThat(again.version()).isEqualTo(answer.version());
    }

    @Test
    void aChangeOfNothingAppendsNothing() {
        var fields = Samples.user().with("roleId", 3).without("password");
        var answer = admin().post("/api/users", fields.with("password", Samples.PASSWORD));
        var path = user(answer.payload());

        assertUnchanged(answer, admin().put(path, Fields.none()));
        assertUnchanged(answer, admin().put(path, fields));
        assertUnchanged(answer, admin().put(path, Fields.of("name", " " + fields.text("name") + " ")));
    }

    @Test
    void whatTheRouteDoesNotChangeIsIgnored() {
        var answer = admin().post("/api/users", Samples.user());
        var fields = Fields.of("id", 1).with("uid", "somebody-else").with("disabled", true);

        assertUnchanged(answer, admin().put(user(answer.payload()), fields));
    }

    @Test
    void anotherEmailFreesTheOldOne() {
        var person = people.newApproved();
        var newEmail = Samples.email();

        success(admin().put(person.path(), Fields.of("email", newEmail)), 200, "user");

        error(people.logIn(person.email(), person.password()), 401);
        success(people.logIn(newEmail, person.password()), 200, "session");
        success(admin().post("/api/users", Samples.user().with("email", person.email())), 201, "user");
    }

    @Test
    void anEmailThatSomebodyElseHasIsAConflict() {
        var other = newUser();
        var user = newUser();
        var taken = other.path("email").stringValue().toUpperCase(Locale.ROOT);

        error(admin().put(user(user), Fields.of("email", taken)), 409);

        assertThat(admin().get(user(user)).payload()).isEqualTo(user);
    }

    @Test
    void theCaseOfOnesOwnEmailMayChange() {
        var user = newUser();
        var shouted = user.path("email").stringValue().toUpperCase(Locale.ROOT);

        var changed = success(admin().put(user(user), Fields.of("email", shouted)), 200, "user");

        // A domain has one form, whatever its case was.
        var domain = shouted.substring(shouted.indexOf('@'));
        assertThat(changed.path("email").stringValue())
                .isEqualTo(shouted.replace(domain, domain.toLowerCase(Locale.ROOT)));
    }

    @Test
    void everyChangeRaisesTheVersion() {
        var answer = admin().post("/api/users", Samples.user());
        var path = user(answer.payload());

        var once = admin().put(path, Fields.of("jabatan", "Once"));
        var twice = admin().put(path, Fields.of("jabatan", "Twice"));

        assertThat(once.version()).isEqualTo(answer.version() + 1);
        assertThat(twice.version()).isEqualTo(once.version() + 1);
    }

    @ParameterizedTest
    @MethodSource("io.rollbook.standalone.contract.UserAddingContract#againstARule")
    void everyRuleOfAddingHolds(String field, @Nullable Object value) {
        validationError(admin().put(user(people.approved()), Fields.of(field, value)), field);
    }

    @Test
    void namesEveryOffendingFieldInOneSentence() {
        var fields = Fields.of("name", "").with("NIP", "1").with("roleId", "x").with("surname", "Rahma");
        validationError(admin().put(user(people.approved()), fields), "name", "NIP", "roleId", "surname");
    }

    @Test
    void aPasswordIsNotTheEmail() {
        var person = people.approved();
        validationError(admin().put(person.path(), Fields.of("password", person.email())), "password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", "01", "1.5"})
    void aMalformedIdIsInvalid(String id) {
        validationError(admin().put("/api/users/" + id, Fields.of("name", "Nobody")), "id");
    }

    @Test
    void anUnknownIdIsNotFound() {
        error(admin().put("/api/users/999999999", Fields.of("name", "Nobody")), 404);
    }

    @Test
    void onesOwnNameGenderPostAndPasswordAreOnesOwnToChange() {
        var person = people.newApproved();
        var fields = Fields.of("name", "My Name")
                .with("gender", "P")
                .with("jabatan", "My Post")
                .with("password", "my own new password")
                .with("currentPassword", person.password());

        var user = success(person.client().put(person.path(), fields), 200, "user");

        assertThat(user.path("name").stringValue()).isEqualTo("My Name");
        assertThat(user.path("gender").stringValue()).isEqualTo("P");
        assertThat(user.path("jabatan").stringValue()).isEqualTo("My Post");
    }

    @Test
    void onesOwnNewPasswordNeedsTheCurrentOne() {
        var person = people.newApproved();
        var change = Fields.of("password", "my own new password");

        validationError(person.client().put(person.path(), change), "currentPassword");
        validationError(person.client().put(person.path(), change.with("currentPassword", null)), "currentPassword");
        validationError(person.client().put(person.path(), change.with("currentPassword", "")), "currentPassword");
        validationError(
                person.client().put(person.path(), change.with("currentPassword", "another's")), "currentPassword");
        validationError(
                person.client()
                        .put(person.path(), Fields.of("password", "short").with("colour", 1)),
                "password",
                "colour");

        success(people.logIn(person.email(), person.password()), 200, "session");
        success(person.client().put(person.path(), change.with("currentPassword", person.password())), 200, "user");
        success(people.logIn(person.email(), "my own new password"), 200, "session");
    }

    @Test
    void anAdminsOwnNewPasswordNeedsTheCurrentOneAndAnotherPersonsDoesNot() {
        var other = people.newAdmin();
        var change = Fields.of("password", "my own new password");

        validationError(other.client().put(other.path(), change), "currentPassword");
        success(admin().put(other.path(), change), 200, "user");
    }

    @Test
    void whatChangesNoPasswordNeedsNone() {
        var person = people.newApproved();

        success(person.client().put(person.path(), Fields.of("name", "My Name")), 200, "user");
        success(person.client().put(person.path(), Fields.of("currentPassword", "not asked for")), 200, "user");
    }

    @ParameterizedTest
    @MethodSource
    void theRestIsForAnAdmin(String field, Object value) {
        var person = people.approved();
        var before = admin().get(person.path()).payload();

        error(person.client().put(person.path(), Fields.of(field, value)), 403);

        assertThat(admin().get(person.path()).payload()).isEqualTo(before);
    }

    static Stream<Arguments> theRestIsForAnAdmin() {
        return Stream.of(
                Arguments.of("email", Samples.email()),
                Arguments.of("NIP", Samples.nip()),
                Arguments.of("approved", false),
                Arguments.of("roleId", 1));
    }

    @Test
    void nobodyChangesSomebodyElse() {
        var other = newUser();
        for (var person : new Person[] {people.approved(), people.auditor()}) {
            error(person.client().put(user(other), Fields.of("name", "Mallory")), 403);
        }
    }

    @Test
    void notEvenAnAdminGivesARoleToThemselves() {
        var admin = people.newAdmin();

        error(admin.client().put(admin.path(), Fields.of("roleId", 2)), 403);

        admin().delete(admin.path());
    }

    private static String user(Person person) {
        return person.path();
    }

    private static void assertUnchanged(Answer before, Answer after) {
        JsonNode user = success(after, 200, "user");
        assertThat(user).isEqualTo(before.payload());
        assertThat(after.version()).isEqualTo(before.version());
        assertThat(after.consistencyToken()).isEqualTo(before.consistencyToken());
    }
}
