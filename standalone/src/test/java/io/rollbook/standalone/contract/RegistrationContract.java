package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.commandOn;
import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code POST /api/auth/register}. */
abstract class RegistrationContract extends ResourceContract {

    private static final String REGISTER = "/api/auth/register";

    RegistrationContract(RunningSystem system) {
        super(system);
    }

    @Test
    void answersNameAndEmailAndNothingElse() {
        var registration = Samples.registration();

        var answer = anonymous().post(REGISTER, registration);

        var data = success(answer, 201, "user");
        assertThat(data)
                .isEqualTo(Fields.of("name", registration.text("name"))
                        .with("email", registration.text("email"))
                        .json());
        assertThat(answer.consistencyToken()).matches("user-[1-9][0-9]*@[0-9]+");
        commandOn(answer, answer.consistencyToken().split("@", 2)[0]);
    }

    @Test
    void whoRegistersIsAPlainUserWhoWaitsForApproval() {
        var registration = Samples.registration();

        var answer = anonymous().post(REGISTER, registration);

        var user = onlyOne(answer, registration);
        assertThat(user.path("approved").booleanValue()).isFalse();
        assertThat(user.path("disabled").booleanValue()).isFalse();
        assertThat(user.path("NIP").isNull()).isTrue();
        assertThat(user.path("gender").isNull()).isTrue();
        assertThat(user.path("jabatan").isNull()).isTrue();
        var plainUsers = admin().get("/api/roles/3/users").payload().path("users");
        assertThat(elements(plainUsers)).contains(user);
    }

    @Test
    void trimsTheEmail() {
        var registration = Samples.registration();
        var email = registration.text("email");

        var answer = anonymous().post(REGISTER, registration.with("email", "  " + email + " "));

        assertThat(success(answer, 201, "user").path("email").stringValue()).isEqualTo(email);
    }

    @Test
    void namesEveryMissingField() {
        validationError(anonymous().post(REGISTER, Fields.none()), "name", "email", "password", "confirmPassword");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "email", "password", "confirmPassword"})
    void requiresEachField(String field) {
        validationError(anonymous().post(REGISTER, Samples.registration().without(field)), field);
        validationError(anonymous().post(REGISTER, Samples.registration().with(field, null)), field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "email", "password", "confirmPassword"})
    void refusesAnotherTypeThanText(String field) {
        validationError(anonymous().post(REGISTER, Samples.registration().with(field, 12345678)), field);
    }

    static Stream<Arguments> againstARule() {
        return Stream.of(
                Arguments.of("name", ""),
                Arguments.of("name", "   "),
                Arguments.of("name", "n".repeat(201)),
                Arguments.of("name", "line\nbreak"),
                Arguments.of("name", "nul\0"),
                Arguments.of("email", ""),
                Arguments.of("email", "nobody"),
                Arguments.of("email", "no body@rollbook.test"),
                Arguments.of("email", "@rollbook.test"),
                Arguments.of("email", "nobody@"),
                Arguments.of("email", longEmail(255)));
    }

    @ParameterizedTest
    @MethodSource
    void againstARule(String field, String value) {
        validationError(anonymous().post(REGISTER, Samples.registration().with(field, value)), field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234567", "password", "12345678", "PASSWORD"})
    void refusesShortAndCommonPasswords(String password) {
        validationError(register(Samples.registration(), password), "password");
    }

    @Test
    void refusesAPasswordThatIsTooLongOrTheEmail() {
        var registration = Samples.registration();
        validationError(register(registration, "x".repeat(129)), "password");
        validationError(register(registration, registration.text("email")), "password");
        validationError(register(registration, registration.text("email").toUpperCase(Locale.ROOT)), "password");
    }

    @Test
    void admitsWhatIsJustWithinTheBounds() {
        var shortest = Samples.registration().with("name", "n".repeat(200));
        success(register(shortest, "8 chars!"), 201, "user");
        var longest = Samples.registration().with("email", longEmail(254));
        success(register(longest, "é".repeat(128)), 201, "user");
    }

    @Test
    void refusesAConfirmationThatDiffers() {
        var registration = Samples.registration().with("confirmPassword", Samples.PASSWORD + "!");
        validationError(anonymous().post(REGISTER, registration), "confirmPassword");
    }

    @Test
    void namesEveryOffendingFieldInOneSentence() {
        var registration =
                Samples.registration().with("name", " ").with("email", "nobody").with("nickname", "Sisi");
        validationError(register(registration, "short"), "name", "email", "password", "nickname");
    }

    @Test
    void theSentenceReadsAsDocumented() {
        var registration = Samples.registration().without("email");
        assertThat(error(register(registration, "short"), 400))
                .isEqualTo("email is required; password must have at least 8 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"roleId", "isAdmin", "confirmpassword"})
    void refusesAnUnknownFieldByName(String field) {
        validationError(anonymous().post(REGISTER, Samples.registration().with(field, 1)), field);
    }

    @Test
    void nobodyApprovesThemselvesByRegistering() {
        var registration = Samples.registration().with("approved", true);
        validationError(anonymous().post(REGISTER, registration), "approved");
        var users = admin().get("/api/users?email=" + registration.text("email"));
        assertThat(elements(users.payload())).isEmpty();
    }

    @Test
    void anEmailIsRegisteredOnceWhateverItsCase() {
        var registration = Samples.registration();
        var answer = anonymous().post(REGISTER, registration);

        var shouted = " " + registration.text("email").toUpperCase(Locale.ROOT) + " ";
        error(anonymous().post(REGISTER, registration), 409);
        error(anonymous().post(REGISTER, registration.with("email", shouted)), 409);

        assertThat(onlyOne(answer, registration).path("approved").booleanValue())
                .isFalse();
    }

    private Answer register(Fields registration, String password) {
        return anonymous()
                .post(REGISTER, registration.with("password", password).with("confirmPassword", password));
    }

    private JsonNode onlyOne(Answer registered, Fields registration) {
        var users = admin().after(registered).get("/api/users?email=" + registration.text("email"));
        var found = elements(users.payload());
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static String longEmail(int length) {
        var domain = new StringBuilder(".test");
        while (domain.length() < length - 40) {
            domain.insert(0, "." + "d".repeat(Math.min(60, length - 40 - domain.length())));
        }
        var local = Samples.unique("l");
        return "%s%s@d%s".formatted(local, "x".repeat(length - local.length() - 2 - domain.length()), domain);
    }
}
