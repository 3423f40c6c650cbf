package io.rollbook.web.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.value.IdNumber;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RequestFieldsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void tellEverythingThatIsWrongAtOnce() {
        var fields = fields("{\"name\": \" \", \"NIP\": 5, \"approved\": \"yes\", \"roleId\": 0, \"colour\": 1}");
        fields.required("email", String::new);
        fields.required("name", PersonName::parse);
        fields.optional("NIP", Nip::parse);
        fields.optionalBoolean("approved");
        fields.optionalId("roleId", RoleId::new);

        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(fields::verify)
                .withMessage("email is required; name must not be blank; NIP must be a string; "
                        + "approved must be true or false; roleId must be a positive integer; "
                        + "colour is not a field of this request");
    }

    @Test
    void giveWhatWasSent() {
        var fields = fields("{\"name\": \"Budi\", \"approved\": true, \"roleId\": 4}");
        var name = fields.required("name", PersonName::parse);
        var approved = fields.requiredBoolean("approved");
        var role = fields.optionalId("roleId", RoleId::new);
        fields.verify();

        assertThat(name.get()).isEqualTo(new PersonName("Budi"));
        assertThat(approved.get()).isTrue();
        assertThat(role).isEqualTo(new RoleId(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\": null, \"approved\": null}"})
    void countNullAsMissingWhereAValueIsRequired(String body) {
        var fields = fields(body);
        fields.required("name", PersonName::parse);
        fields.requiredBoolean("approved");

        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(fields::verify)
                .withMessage("name is required; approved is required");
    }

    @Test
    void complainOfAFieldOnce() {
        var fields = fields("{\"name\": 5}");
        fields.required("name", PersonName::parse);

        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(fields::verify)
                .satisfies(invalid ->
                        assertThat(invalid.errors()).containsExactly(new FieldError("name", "must be a string")));
    }

    @Test
    void tellAbsentFromNullFromAValue() {
        var fields = fields("{\"NIP\": null, \"jabatan\": \"198001012005011001\"}");

        assertThat(fields.edit("gender", Nip::parse)).isEqualTo(Edit.keep());
        assertThat(fields.edit("NIP", Nip::parse)).isEqualTo(Edit.clear());
        assertThat(fields.edit("jabatan", Nip::parse)).isEqualTo(Edit.put(new Nip("198001012005011001")));
        fields.verify();
    }

    @Test
    void refuseNullWhereAFieldCannotBeCleared() {
        var fields = fields("{\"name\": null, \"approved\": null, \"roleId\": null}");
        fields.optionalNotNull("name", PersonName::parse);
        fields.optionalBooleanNotNull("approved");
        fields.optionalIdNotNull("roleId", RoleId::new);

        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(fields::verify)
                .withMessage("name must not be null; approved must not be null; roleId must not be null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483647", "2147483648", "9999999999", "18446744073709551620"})
    void takeAnIdOfWhateverLength(String value) {
        var fields = fields("{\"roleId\": " + value + "}");

        assertThat(fields.optionalId("roleId", RoleId::new)).isEqualTo(new RoleId(IdNumber.UNASSIGNED));
        fields.verify();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-9999999999", "-18446744073709551620"})
    void takeNoIdThatIsNotPositive(String value) {
        var fields = fields("{\"roleId\": " + value + "}");

        assertThat(fields.optionalId("roleId", RoleId::new)).isNull();
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(fields::verify)
                .withMessage("roleId must be a positive integer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e9", "\"4\"", "true", "[4]", "{}"})
    void takeOnlyAnIntegerForAnInteger(String value) {
        var fields = fields("{\"roleId\": " + value + "}");

        assertThat(fields.optionalId("roleId", RoleId::new)).isNull();
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(fields::verify)
                .withMessage("roleId must be an integer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"name\"", "5", "null"})
    void areThoseOfAnObjectOnly(String body) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> fields(body))
                .withMessage("body must be a JSON object");
    }

    @Test
    void areNoneWithoutABody() {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> RequestFields.of(null))
                .withMessage("body must be a JSON object");
    }

    @Test
    void mayBeSentBackThoughTheRouteDoesNotChangeThem() {
        var fields = fields("{\"id\": 5, \"uid\": null}").ignore("id", "uid");

        fields.verify();
    }

    @Test
    void sayOfAnUnknownFieldNoMoreThanIsHarmless() {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(
                        () -> fields("{\"a\\r\\nb" + "x".repeat(100) + "\": 1}").verify())
                .withMessage("ab" + "x".repeat(62) + " is not a field of this request");
    }

    @Test
    void areNotLookedIntoBeforeTheyAreVerified() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> fields("{}").required("name", PersonName::parse).get());
    }

    @Test
    void canBeRefusedByARuleThatSpansThem() {
        var fields = fields("{}").refuseIf(false, "a", "is fine").refuseIf(true, "b", "must equal a");

        assertThatExceptionOfType(InvalidInput.class).isThrownBy(fields::verify).withMessage("b must equal a");
    }

    @Test
    void ofAPathArePositiveIntegers() {
        assertThat(PathId.parse("4", RoleId::new)).isEqualTo(new RoleId(4));
        assertThat(PathId.parse("999999999", RoleId::new)).isEqualTo(new RoleId(999_999_999));
        assertThat(PathId.parse("99999999999999999999", RoleId::new)).isEqualTo(new RoleId(IdNumber.UNASSIGNED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "04", "-4", "+4", "4.0", "4 ", "abc", "４"})
    void ofAPathAreNothingElse(String id) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> PathId.parse(id, RoleId::new))
                .withMessage("id must be a positive integer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\ud83d", "\\udc00a"})
    void refuseHalfASurrogatePairWhateverTheTextIsFor(String half) {
        var fields = fields("{\"email\": \"" + half + "\", \"name\": \"" + half + "\"}");
        fields.required("email", String::new);
        fields.optional("name", PersonName::parse);

        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(fields::verify)
                .withMessage("email must not have half a surrogate pair; name must not have half a surrogate pair");
    }

    @Test
    void takeWhatIsSentBackAsItIsShownForNoChange() {
        var fields = fields("{\"name\": \"...\", \"jabatan\": \"Ａnalis\", \"NIP\": \"old\"}")
                .changing(() -> Map.of("name", "...", "jabatan", "Ａnalis", "NIP", "old"));
        var name = fields.required("name", PersonName::parse);
        var jabatan = fields.edit("jabatan", JobTitle::parse);
        var nip = fields.edit("NIP", Nip::parse);
        fields.verify();

        assertThat(name.orNull()).isNull();
        assertThat(jabatan).isEqualTo(Edit.keep());
        assertThat(nip).isEqualTo(Edit.keep());
    }

    @Test
    void refuseOfWhatIsSentBackOnlyWhatIsAnother() {
        var fields = fields("{\"name\": \"....\", \"jabatan\": \"Ａnalis\"}").changing(() -> Map.of("name", "..."));
        fields.optionalNotNull("name", PersonName::parse);

        assertThat(fields.edit("jabatan", JobTitle::parse)).isEqualTo(Edit.put(new JobTitle("Analis")));
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(fields::verify)
                .withMessage("name must have at least one letter or digit");
    }

    @Test
    void askForWhatIsShownOnlyWhenItMatters() {
        var fields = fields("{\"name\": \"Budi\", \"NIP\": \"198001012005011001\"}")
                .changing(() -> {
                    throw new AssertionError("asked");
                });

        assertThat(fields.required("name", PersonName::parse).get()).isEqualTo(new PersonName("Budi"));
        assertThat(fields.edit("NIP", Nip::parse)).isEqualTo(Edit.put(new Nip("198001012005011001")));
    }

    private static RequestFields fields(String body) {
        return RequestFields.of(JSON.readTree(body));
    }
}
