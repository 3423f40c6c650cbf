package io.rollbook.web.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollbook.api.error.FieldError;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.value.IdNumber;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BodyTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A request with a field of each kind. */
    @NotChanged({"id", "uid"})
    record Sample(
            String email,
            PersonName name,
            @JsonProperty("NIP") @Nullable Nip nip,
            @Nullable Boolean approved,
            @Nullable RoleId roleId) {}

    record Named(PersonName name, boolean approved) {}

    record Change(
            @Unclearable @Nullable PersonName name,
            @JsonProperty("NIP") Edit<Nip> nip,
            Edit<Gender> gender,
            Edit<JobTitle> jabatan,
            @Unclearable @Nullable Boolean approved,
            @Unclearable @Nullable RoleId roleId) {}

    record Role(@Nullable RoleId roleId) {}

    record Renamed(RoleName name) {}

    record Integrated(IntegrationId integrationId) {}

    record Texts(String email, @Nullable PersonName name) {}

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        refuses(
                Sample.class,
                "{\"name\": \" \", \"NIP\": 5, \"approved\": \"yes\", \"roleId\": 0, \"colour\": 1}",
                "email is required; name must not be blank; NIP must be a string; "
                        + "approved must be true or false; roleId must be a positive integer; "
                        + "colour is not a field of this request");
    }

    @Test
    void isTheRecordThatWasSent() {
        var body = "{\"email\": \"Ä\", \"name\": \" Budi \", \"approved\": true, \"roleId\": 4}";

        assertThat(read(Sample.class, body))
                .isEqualTo(new Sample("Ä", new PersonName("Budi"), null, true, new RoleId(4)));
        assertThat(read(Named.class, "{\"name\": \"Budi\", \"approved\": true}"))
                .isEqualTo(new Named(new PersonName("Budi"), true));
    }

    @Test
    void readsAnEnumByItsOwnRules() {
        assertThat(read(Change.class, "{\"gender\": \"P\"}").gender()).isEqualTo(Edit.put(Gender.P));
        refuses(Change.class, "{\"gender\": \"X\"}", "gender must be L or P");
    }

    @Test
    void readsAValueThatOnlyItsConstructorGuards() {
        assertThat(read(Integrated.class, "{\"integrationId\": \"mail\"}").integrationId())
                .isEqualTo(new IntegrationId("mail"));
        refuses(
                Integrated.class,
                "{\"integrationId\": \"a b\"}",
                "integrationId must have 1 to 64 letters, digits, dots, underscores or hyphens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\": null, \"approved\": null}"})
    void countsNullAsMissingWhereAValueIsRequired(String body) {
        refuses(Named.class, body, "name is required; approved is required");
    }

    @Test
    void complainsOfAFieldOnce() {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> read(Renamed.class, "{\"name\": 5}"))
                .satisfies(invalid ->
                        assertThat(invalid.errors()).containsExactly(new FieldError("name", "must be a string")));
    }

    @Test
    void tellsAbsentFromNullFromAValue() {
        assertThat(read(Change.class, "{\"NIP\": null, \"jabatan\": \"Analis\"}"))
                .isEqualTo(new Change(null, Edit.clear(), Edit.keep(), Edit.put(new JobTitle("Analis")), null, null));
    }

    @Test
    void refusesNullWhereAFieldCannotBeCleared() {
        refuses(
                Change.class,
                "{\"name\": null, \"approved\": null, \"roleId\": null}",
                "name must not be null; approved must not be null; roleId must not be null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483647", "2147483648", "9999999999", "18446744073709551620"})
    void takesAnIdOfWhateverLength(String value) {
        assertThat(read(Role.class, "{\"roleId\": " + value + "}").roleId()).isEqualTo(new RoleId(IdNumber.UNASSIGNED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-9999999999", "-18446744073709551620"})
    void takesNoIdThatIsNotPositive(String value) {
        refuses(Role.class, "{\"roleId\": " + value + "}", "roleId must be a positive integer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e9", "\"4\"", "true", "[4]", "{}"})
    void takesOnlyAnIntegerForAnInteger(String value) {
        refuses(Role.class, "{\"roleId\": " + value + "}", "roleId must be an integer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"name\"", "5", "null"})
    void isAnObject(String body) {
        refuses(Role.class, body, "body must be a JSON object");
    }

    @Test
    void mustBeThere() {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> Body.of(Role.class, null))
                .withMessage("body must be a JSON object");
    }

    @Test
    void mayHaveWhatIsShownThoughTheRouteDoesNotChangeIt() {
        read(Sample.class, "{\"email\": \"a\", \"name\": \"Budi\", \"id\": 5, \"uid\": null}");
    }

    @Test
    void saysOfAnUnknownFieldNoMoreThanIsHarmless() {
        refuses(
                Role.class,
                "{\"a\\r\\nb" + "x".repeat(100) + "\": 1}",
                "ab" + "x".repeat(62) + " is not a field of this request");
    }

    @Test
    void isHeldAgainstRulesForSeveralFields() {
        var body = body(Named.class, "{\"name\": \" \", \"approved\": true, \"colour\": 1}")
                .check(sent -> Optional.empty())
                .check(sent -> Optional.of(new FieldError("approved", "without " + sent.name())));

        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(body::read)
                .withMessage("name must not be blank; approved without null; colour is not a field of this request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\ud83d", "\\udc00a"})
    void hasNoHalfASurrogatePairWhateverTheTextIsFor(String half) {
        refuses(
                Texts.class,
                "{\"email\": \"" + half + "\", \"name\": \"" + half + "\"}",
                "email must not have half a surrogate pair; name must not have half a surrogate pair");
    }

    @Test
    void changesNothingByWhatIsSentBackAsItIsShown() {
        var shown = Map.of("name", "...", "jabatan", "Ａnalis", "NIP", "old");
        var change = body(Change.class, "{\"name\": \"...\", \"jabatan\": \"Ａnalis\", \"NIP\": \"old\"}")
                .changing(() -> shown)
                .read();

        assertThat(change).isEqualTo(new Change(null, Edit.keep(), Edit.keep(), Edit.keep(), null, null));
    }

    @Test
    void keepsWhatIsSentBackAsItIsWhereAValueIsRequired() {
        var renamed = body(Renamed.class, "{\"name\": \"...\"}")
                .changing(() -> Map.of("name", "..."))
                .read();

        assertThat(renamed.name()).isEqualTo(new RoleName("..."));
    }

    @Test
    void refusesOfWhatIsSentBackOnlyWhatIsAnother() {
        var body = body(Change.class, "{\"name\": \"....\", \"jabatan\": \"Ａnalis\"}")
                .changing(() -> Map.of("name", "..."));

        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(body::read)
                .withMessage("name must have at least one letter or digit");
    }

    @Test
    void putsWhatIsNotSentBackInItsNormalForm() {
        var change = body(Change.class, "{\"jabatan\": \"Ａnalis\"}")
                .changing(() -> Map.of("name", "..."))
                .read();

        assertThat(change.jabatan()).isEqualTo(Edit.put(new JobTitle("Analis")));
    }

    @Test
    void asksForWhatIsShownOnlyWhenItMatters() {
        var change = body(Change.class, "{\"name\": \"Budi\", \"NIP\": \"198001012005011001\"}")
                .changing(() -> {
                    throw new AssertionError("asked");
                })
                .read();

        assertThat(change.name()).isEqualTo(new PersonName("Budi"));
        assertThat(change.nip()).isEqualTo(Edit.put(new Nip("198001012005011001")));
    }

    @Test
    void takesTheShownEmailOfBeforeThereWereRules() {
        record Readdressed(@Unclearable @Nullable EmailAddress email) {}

        var change = body(Readdressed.class, "{\"email\": \"no address\"}")
                .changing(() -> Map.of("email", "no address"))
                .read();

        assertThat(change.email()).isNull();
    }

    private static void refuses(Class<? extends Record> type, String body, String sentence) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> read(type, body))
                .withMessage(sentence);
    }

    private static <T extends Record> T read(Class<T> type, String body) {
        return body(type, body).read();
    }

    private static <T extends Record> Body<T> body(Class<T> type, String body) {
        return Body.of(type, JSON.readTree(body));
    }
}
