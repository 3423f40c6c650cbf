package io.rollbook.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserView;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the value types admit and what they refuse, at the borders. */
class ValuesTest {

    private static final String EMOJI = "🙂";

    @Nested
    class AName {

        @ParameterizedTest
        @MethodSource("io.rollbook.api.ValuesTest#names")
        void isTrimmedAndHasOneTo200Characters(Function<String, String> name) {
            assertThat(name.apply("  Budi\u00a0 Santoso\t")).isEqualTo("Budi Santoso");
            assertThat(name.apply("B")).isEqualTo("B");
            assertThat(name.apply("b".repeat(200))).hasSize(200);
            assertThat(name.apply("b" + EMOJI.repeat(199))).isEqualTo("b" + EMOJI.repeat(199));
            assertRefused(() -> name.apply("b".repeat(201)), "must have at most 200 characters");
            assertRefused(() -> name.apply("b" + EMOJI.repeat(200)), "must have at most 200 characters");
            assertRefused(() -> name.apply(""), "must not be blank");
            assertRefused(() -> name.apply(" \t\n\u00a0"), "must not be blank");
            assertRefused(() -> name.apply(EMOJI), "must have at least one letter or digit");
        }
    }

    static Stream<Function<String, String>> names() {
        return Stream.of(
                name -> PersonName.parse(name).value(),
                name -> JobTitle.parse(name).value(),
                name -> RoleName.parse(name).value());
    }

    @Nested
    class AnEmailAddress {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a@b",
                    "budi@example.org",
                    "Budi.Santoso+roll@mail.example.org",
                    "o'brien_x-1@sub-domain.example",
                    "büdi@xn--exmple-cua.org"
                })
        void hasOneAtSignWithSomethingOnBothSides(String email) {
            assertThat(EmailAddress.parse(email).value()).isEqualTo(email);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "budi",
                    "@example.org",
                    "budi@",
                    "budi@@example.org",
                    "a@b@c",
                    "bu di@example.org",
                    "budi@exa mple.org",
                    "budi@example..org",
                    "bu..di@example.org",
                    "budi@.example.org",
                    "budi@example.org.",
                    "budi@-example.org",
                    "budi@example.org-",
                    "bu\u0000di@example.org",
                    "bu\u00a0di@example.org",
                    "bu\u200bdi@example.org",
                    "bu\u202edi@example.org",
                    "bu\u00a8di@example.org",
                    "bu\uff20di@example.org",
                    "bu\ud83ddi@example.org",
                    "budi@ex\u00adample.org",
                    "budi@ex_ample.org",
                    "budi@example.org\nBcc: x@example.org"
                })
        void isRefusedWhenItCannotBeOne(String email) {
            assertRefused(() -> EmailAddress.parse(email), "must be an email address");
        }

        @Test
        void hasAtMost254CharactersAnd64BeforeTheAtSign() {
            var local = "b".repeat(64);
            var domain = ("e".repeat(63) + ".").repeat(2);
            assertThat(EmailAddress.parse(local + "@" + domain + "e".repeat(61)).value())
                    .hasSize(254);
            assertRefused(
                    () -> EmailAddress.parse(local + "@" + domain + "e".repeat(62)),
                    "must have at most 254 characters");
            assertRefused(() -> EmailAddress.parse("b" + local + "@e"), "must be an email address");
        }

        @Test
        void isKeptAsWrittenAndComparedWithoutRegardToCase() {
            var email = EmailAddress.parse(" Budi@Example.ORG ");

            assertThat(email.value()).isEqualTo("Budi@example.org");
            assertThat(email.key()).isEqualTo("budi@example.org");
            assertThat(EmailAddress.key(" BUDI@example.org ")).isEqualTo(email.key());
            assertThat(EmailAddress.key("\u00a0Ｂudi@example。org")).isEqualTo(email.key());
        }

        @Test
        void hasOneKeyInEachFormOfItsDomain() {
            var key = "ani@xn--strae-oqa.de";

            assertThat(EmailAddress.parse("Ani@STRAßE.de").key()).isEqualTo(key);
            assertThat(new EmailAddress("ani@straße.de").key()).isEqualTo(key);
            assertThat(EmailAddress.key("ani@xn--strae-oqa.de ")).isEqualTo(key);
            assertThat(EmailAddress.readings(key)).contains(key, "ani@strasse.de");
        }

        @Test
        void isComparedAlsoWhenItIsNone() {
            assertThat(EmailAddress.key("\ud800 Ani@@")).isEqualTo("\ud800 ani@@");
            assertThat(EmailAddress.key("")).isEmpty();
        }
    }

    @Nested
    class ANip {

        @Test
        void hasEighteenDigits() {
            assertThat(Nip.parse(" 198001012005011001 ").value()).isEqualTo("198001012005011001");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "19800101200501100",
                    "1980010120050110011",
                    "19800101200501100x",
                    "198001 01200501100",
                    "-98001012005011001",
                    "١٩٨٠٠١٠١٢٠٠٥٠١١٠٠١"
                })
        void hasNothingElse(String nip) {
            assertRefused(() -> Nip.parse(nip), "must have 18 digits");
        }
    }

    @Nested
    class APassword {

        @Test
        void has8To128CharactersOfAnyKind() {
            assertThat(NewPassword.parse("x".repeat(8)).value()).hasSize(8);
            assertThat(NewPassword.parse("x".repeat(128)).value()).hasSize(128);
            assertThat(NewPassword.parse(EMOJI.repeat(128)).value()).isEqualTo(EMOJI.repeat(128));
            assertThat(NewPassword.parse(" spaces stay ").value()).isEqualTo(" spaces stay ");
            assertRefused(() -> NewPassword.parse("x".repeat(7)), "must have at least 8 characters");
            assertRefused(() -> NewPassword.parse(EMOJI.repeat(7)), "must have at least 8 characters");
            assertRefused(() -> NewPassword.parse("x".repeat(129)), "must have at most 128 characters");
        }
    }

    @Nested
    class AGender {

        @Test
        void isOneOfTwoLetters() {
            assertThat(Gender.parse("L")).isEqualTo(Gender.L);
            assertThat(Gender.parse("P")).isEqualTo(Gender.P);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "l", "p", "M", "LP", " L"})
        void isNothingElse(String letter) {
            assertRefused(() -> Gender.parse(letter), "must be L or P");
        }
    }

    @Nested
    class AnIdentifier {

        @ParameterizedTest
        @MethodSource("io.rollbook.api.ValuesTest#identifiers")
        void isAPositiveIntegerWhoseTextNamesTheAggregate(IntFunction<Object> identifier, String prefix) {
            assertThat(identifier.apply(1)).hasToString(prefix + 1);
            assertThat(identifier.apply(Integer.MAX_VALUE)).hasToString(prefix + Integer.MAX_VALUE);
            assertRefused(() -> identifier.apply(0), "must be a positive integer");
            assertRefused(() -> identifier.apply(-1), "must be a positive integer");
        }

        @Test
        void ofAUserIsReadFromTheAggregatesIdentifier() {
            assertThat(UserId.parse("user-123")).contains(new UserId(123));
            assertThat(UserId.parse("user-999999999")).contains(new UserId(999_999_999));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "", "123", "user-", "user-0", "user-01", "user--1", "user-1 ", " user-1", "User-1", "user:1",
                    "user-1x", "role-1", "user-１"
                })
        void ofAUserIsNothingElse(String text) {
            assertThat(UserId.parse(text)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"userIntegration-7", "userIntegration:7", "7"})
        void ofAUserIntegrationIsReadInEachOfItsSpellings(String text) {
            assertThat(UserIntegrationId.parse(text)).contains(new UserIntegrationId(7));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "0",
                    "07",
                    "-7",
                    "+7",
                    "7 ",
                    "userIntegration",
                    "userIntegration7",
                    "userIntegration-",
                    "userIntegration-0",
                    "userIntegration--7",
                    "userintegration-7",
                    "userIntegration_7",
                    "userIntegration:-7",
                    "7.0",
                    "user-7"
                })
        void ofAUserIntegrationIsNothingElse(String text) {
            assertThat(UserIntegrationId.parse(text)).isEmpty();
        }
    }

    static Stream<Arguments> identifiers() {
        return Stream.of(
                Arguments.of((IntFunction<Object>) UserId::new, "user-"),
                Arguments.of((IntFunction<Object>) RoleId::new, "role-"),
                Arguments.of((IntFunction<Object>) UserIntegrationId::new, "userIntegration-"));
    }

    @Nested
    class AnIntegrationsKey {

        @ParameterizedTest
        @ValueSource(strings = {"a", "integration-123", "A.b_C-9", "..."})
        void isAShortWord(String key) {
            assertThat(new IntegrationId(key).value()).isEqualTo(key);
        }

        @Test
        void hasAtMost64Characters() {
            assertThat(new IntegrationId("i".repeat(64)).value()).hasSize(64);
            assertRefused(
                    () -> new IntegrationId("i".repeat(65)),
                    "must have 1 to 64 letters, digits, dots, underscores or hyphens");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "a b", "a/b", "a:b", "ä", "a\n", "a%20"})
        void hasNoOtherCharacters(String key) {
            assertRefused(
                    () -> new IntegrationId(key), "must have 1 to 64 letters, digits, dots, underscores or hyphens");
        }
    }

    @Nested
    class AnEdit {

        @Test
        void keepsClearsOrPuts() {
            assertThat(Edit.<Nip>keep().applyTo("before", Nip::value)).isEqualTo("before");
            assertThat(Edit.<Nip>keep().applyTo(null, Nip::value)).isNull();
            assertThat(Edit.<Nip>clear().applyTo("before", Nip::value)).isNull();
            assertThat(Edit.put(new Nip("198001012005011001")).applyTo("before", Nip::value))
                    .isEqualTo("198001012005011001");
        }
    }

    @Test
    void builtInRolesHaveTheDocumentedIdsAndNames() {
        assertThat(BuiltInRole.values())
                .extracting(role -> role.id().value() + " " + role.roleName())
                .containsExactly("1 admin", "2 auditor", "3 user");
        assertThat(BuiltInRole.of(new RoleId(2))).contains(BuiltInRole.AUDITOR);
        assertThat(BuiltInRole.of(new RoleId(4))).isEmpty();
    }

    @Test
    void personalDataNeverShowsItselfInText() {
        var values = Stream.of(
                new PersonName("Budi"),
                new EmailAddress("budi@example.org"),
                new Nip("198001012005011001"),
                new JobTitle("Analis"),
                new NewPassword("correct horse"),
                new UserView(
                        7, "uid-7", "budi@example.org", false, "Budi", "198001012005011001", Gender.L, "Analis", true));

        assertThat(values.map(Object::toString))
                .noneMatch(text -> text.matches("(?s).*(Budi|budi|1980|Analis|horse|uid-7).*"));
    }

    private static void assertRefused(Supplier<?> value, String problem) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(value::get)
                .satisfies(refusal -> assertThat(refusal.problem()).isEqualTo(problem));
    }
}
