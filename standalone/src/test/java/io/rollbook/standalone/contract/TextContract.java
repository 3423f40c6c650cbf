package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What text is, on every route that takes some. */
abstract class TextContract extends ResourceContract {

    TextContract(RunningSystem system) {
        super(system);
    }

    /** Each route that takes text, and the fields that it takes. */
    private List<Route> routes() {
        var user = newUser();
        var role = admin().post("/api/roles", Samples.role()).payload();
        return List.of(
                new Route("POST", "/api/auth/register", Samples.registration(), List.of("name", "email", "password")),
                new Route(
                        "POST",
                        "/api/users",
                        Samples.user(),
                        List.of("email", "password", "name", "jabatan", "NIP", "gender")),
                new Route(
                        "PUT",
                        user(user),
                        Fields.none(),
                        List.of("email", "password", "name", "jabatan", "NIP", "gender")),
                new Route("POST", "/api/roles", Samples.role(), List.of("name")),
                new Route("PUT", role(role), Samples.role(), List.of("name")),
                new Route(
                        "POST",
                        "/api/admin/users/" + user.path("id") + "/erase",
                        Fields.of("delete", true),
                        List.of("reason")));
    }

    private record Route(String method, String path, Fields body, List<String> fields) {}

    @ParameterizedTest
    @MethodSource("unreadable")
    void noFieldTakesWhatNobodyReads(String unreadable) {
        for (var route : routes()) {
            for (var field : route.fields()) {
                var text = "abc" + unreadable + "def@example.org";
                var body = route.body().with(field, text);
                if (field.equals("password") && route.path().endsWith("register")) {
                    body = body.with("confirmPassword", text);
                }
                assertThat(validationDetails(send(route, body)))
                        .as("%s %s, %s", route.method(), route.path(), field)
                        .contains(field + " ");
            }
        }
    }

    static Stream<String> unreadable() {
        return Stream.of(
                "\u0000", "\n", "\u200b", "\u202e", "\u0378", "\ue000", "\ufdd0", "\u00ad", "\ufe0f", "\u2028");
    }

    /** Half a surrogate pair is no text anywhere, also where nothing is kept of it. */
    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\udc00", "\\udc00\\ud83d"})
    void halfASurrogatePairIsNoText(String half) {
        for (var route : routes()) {
            for (var field : route.fields()) {
                var json = route.body().with(field, "HERE").toString().replace("HERE", "abcdefgh" + half);
                assertThat(validationDetails(send(route, json)))
                        .as("%s %s, %s", route.method(), route.path(), field)
                        .contains(field + " must not have half a surrogate pair");
            }
        }
        var login = anonymous().request("POST", "/api/auth/login");
        validationError(
                login.json("{\"email\": \"a%1$s\", \"password\": \"b%1$s\"}".replace("%1$s", half))
                        .send(),
                "email",
                "password");
        validationError(
                admin().request("POST", "/api/roles")
                        .json("{\"name\": \"a\", \"x%s\": 1}".replace("%s", half))
                        .send(),
                "body");
    }

    @ParameterizedTest
    @CsvSource({"'\u00a0Ani\u3000\u2009Budi\t', Ani Budi", "Ａｎｉ, Ani", "E\u0301va, Éva", "Ani 🙂 👍🏽, Ani 🙂 👍🏽"})
    void namesAreKeptInOneForm(String sent, String kept) {
        var user = success(
                admin().post("/api/users", Samples.user().with("name", sent).with("jabatan", sent)), 201, "user");

        assertThat(user.path("name").stringValue()).isEqualTo(kept);
        assertThat(user.path("jabatan").stringValue()).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u3000 ", "...", "🙂", "\u2800"})
    void aNameHasALetterOrADigit(String name) {
        validationError(admin().post("/api/users", Samples.user().with("name", name)), "name");
        validationError(admin().post("/api/users", Samples.user().with("jabatan", name)), "jabatan");
        validationError(admin().post("/api/roles", Fields.of("name", name)), "name");
    }

    @Test
    void oneEmailInAllItsFormsIsOnePersons() {
        var name = Samples.unique("uni");
        var fields = Samples.user().with("email", name + "@STRAßE.test");

        var user = success(admin().post("/api/users", fields), 201, "user");

        assertThat(user.path("email").stringValue()).isEqualTo(name + "@xn--strae-oqa.test");
        for (var same : List.of(
                "\u00a0" + name + "@straße.test",
                name.replace('u', 'Ｕ') + "@stra\u00dfe.test\u3000",
                name + "@xn--strae-oqa.TEST",
                name.replace('u', 'U') + "@straße。test")) {
            error(admin().post("/api/users", Samples.user().with("email", same)), 409);
            error(anonymous().post("/api/auth/register", Samples.registration().with("email", same)), 409);
            assertThat(listed("email=" + encoded(same))).containsExactly(user);
            assertThat(people.logIn(same, Samples.PASSWORD).status()).isEqualTo(200);
        }
    }

    @Test
    void filtersAndPrefixesFold() {
        var name = Samples.unique("Weiß Σίσυφος");
        var fields = Samples.user().with("name", name).with("jabatan", name);
        var user = success(admin().post("/api/users", fields), 201, "user");
        var same = name.replace("Weiß ", "\u00a0WEISS\u3000").replace("Σίσυφος", "ΣΊΣΥΦΟΣ");

        assertThat(listed("name=" + encoded(same))).containsExactly(user);
        assertThat(listed("jabatan=" + encoded(same))).containsExactly(user);
        assertThat(listed("q=" + encoded(same.substring(0, same.length() - 1)))).contains(user);
        assertThat(listed("q=" + encoded("\uff11" + fields.text("NIP").substring(1))))
                .containsExactly(user);
        assertThat(listed("NIP=" + encoded("\uff11" + fields.text("NIP").substring(1))))
                .containsExactly(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"of Budi\u00a0Santoso", "of ＢＵＤＩ santoso", "of budi\u3000\u2003SANTOSO.", "NIP %s"})
    void aReasonDoesNotNameThePersonInAnyForm(String reason) {
        var fields = Samples.user();
        var user = admin().post("/api/users", fields).payload();
        var fullWidth = fields.text("NIP").codePoints().map(digit -> digit - '0' + '０');
        var nip = fullWidth.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);

        validationError(
                admin().post(
                                "/api/admin/users/" + user.path("id") + "/erase",
                                Fields.of("reason", reason.replace("%s", nip)).with("delete", true)),
                "reason");
    }

    @Test
    void aPasswordIsTheSameInAllItsForms() {
        var fields = Samples.user().with("password", "cafe\u0301\u00a0corretto");
        success(admin().post("/api/users", fields), 201, "user");

        for (var typed : List.of("cafe\u0301\u00a0corretto", "café corretto")) {
            assertThat(people.logIn(fields.text("email"), typed).status()).isEqualTo(200);
        }
        assertThat(people.logIn(fields.text("email"), "Café corretto").status()).isEqualTo(401);
    }

    @Test
    void aPasswordIsNeitherTheEmailNorACommonOneInAnyForm() {
        var fields = Samples.user();

        for (var password : List.of(fields.text("email").replace('p', 'Ｐ'), "ＰＡＳＳＷＯＲＤ", "ｑwertyuiop")) {
            validationError(admin().post("/api/users", fields.with("password", password)), "password");
        }
    }

    private static String validationDetails(Answer answer) {
        return error(answer, 400);
    }

    private Answer send(Route route, Fields body) {
        return send(route, body.toString());
    }

    private Answer send(Route route, String json) {
        return admin().request(route.method(), route.path()).json(json).send();
    }

    private List<JsonNode> listed(String query) {
        return elements(success(admin().settled().get("/api/users?" + query), 200, "users"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
