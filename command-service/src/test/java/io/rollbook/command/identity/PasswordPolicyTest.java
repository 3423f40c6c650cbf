package io.rollbook.command.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {

    private static final EmailAddress EMAIL = new EmailAddress("Budi.Santoso@example.org");

    private final PasswordPolicy policy = new PasswordPolicy(new PasswordSettings(null));

    @ParameterizedTest
    @ValueSource(strings = {"password", "PASSWORD", "12345678", "ＰＡＳＳＷＯＲＤ", "pass\u00adword"})
    void refusesTheCommonestInAnySpelling(String common) {
        assertThat(policy.objection(new NewPassword(common), EMAIL))
                .hasValue(new FieldError("password", "must not be one of the commonest passwords"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Budi.Santoso@example.org",
                "BUDI.SANTOSO@EXAMPLE.ORG",
                " budi.santoso@example.org ",
                "\u00a0ｂudi.santoso@example.org"
            })
    void refusesTheEmailInAnySpelling(String password) {
        assertThat(policy.objection(new NewPassword(password), EMAIL))
                .hasValue(new FieldError("password", "must not be the email"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rollbook",
                "Rollbook2026",
                "RollBook!Rollbook",
                "budi.santoso",
                "Santoso2026!",
                "santosobudi",
                "example1234",
                "ｓａｎｔｏｓｏ12"
            })
    void refusesLittleMoreThanTheWordsOfThisPlaceAndPerson(String password) {
        assertThat(policy.objection(new NewPassword(password), EMAIL))
                .hasValue(new FieldError(
                        "password",
                        "must have at least 8 characters beside the name of this service and parts of the email"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"budi likes kites", "a rollbook of kites", "santoso-7f3k9q2m", "organised kites"})
    void admitsSuchWordsBesideEnoughElse(String password) {
        assertThat(policy.objection(new NewPassword(password), EMAIL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"swetlana", "apocalyp", "felicidade"})
    void knowsTenThousandOfTheCommonest(String rare) {
        assertThat(policy.objection(new NewPassword(rare), EMAIL))
                .hasValue(new FieldError("password", "must not be one of the commonest passwords"));
    }

    @Test
    void refusesWhatIsKnownFromABreach(@TempDir Path folder) throws IOException {
        // The SHA-1 of "correct horse".
        var list = Files.writeString(folder.resolve("breached"), "2F9E53523B62ABC141A2B4D6019D23CBA835DBD0:3\n");
        var strict = new PasswordPolicy(new PasswordSettings(list));

        assertThat(strict.objection(new NewPassword("correct horse"), EMAIL))
                .hasValue(new FieldError("password", "must not be one that is known from a breach"));
        assertThat(strict.objection(new NewPassword("correct house"), EMAIL)).isEmpty();
    }

    @Test
    void admitsWhatIsNeither() {
        assertThat(policy.objection(new NewPassword("correct horse"), EMAIL)).isEmpty();
        assertThat(policy.objection(new NewPassword("budi.santoso@example.org"), null))
                .isEmpty();
    }

    @Test
    void saysNothingOfAPasswordThatIsMissing() {
        assertThat(policy.objection(null, EMAIL)).isEmpty();
    }

    @Test
    void doesNotTakeTheListsHeadingForAPassword() {
        assertThat(policy.objection(new NewPassword("# The 10,000 commonest passwords"), EMAIL))
                .isEmpty();
    }
}
