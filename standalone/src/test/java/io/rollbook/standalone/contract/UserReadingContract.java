package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.userObject;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Expect;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /api/users} and {@code GET /api/users/:id}. */
abstract class UserReadingContract extends ResourceContract {

    UserReadingContract(RunningSystem system) {
        super(system);
    }

    @Test
    void aUserIsShownAsDocumented() {
        var added = newUser();

        var user = success(admin().get(user(added)), 200, "user");

        userObject(user);
        assertThat(user).isEqualTo(added);
    }

    @Test
    void nothingHiddenAppearsInTheList() {
        newUser();

        var users = elements(success(admin().get("/api/users"), 200, "users"));

        assertThat(users).isNotEmpty().allSatisfy(Expect::userObject);
        assertThat(users)
                .extracting(user -> user.path("id").intValue())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", "01", "1.5", "user-1", "%20"})
    void aMalformedIdIsInvalid(String id) {
        validationError(admin().get("/api/users/" + id), "id");
    }

    @Test
    void anUnknownIdIsNotFound() {
        error(admin().get("/api/users/999999999"), 404);
    }

    @Test
    void everyFilterIsEquality() {
        var fields = Samples.user().with("name", Samples.unique("Name"));
        var user = admin().post("/api/users", fields).payload();
        newUser();

        assertThat(listed("id=" + user.path("id"))).containsExactly(user);
        assertThat(listed("uid=" + encoded(user.path("uid").asString()))).containsExactly(user);
        assertThat(listed("email=" + encoded(fields.text("email")))).containsExactly(user);
        assertThat(listed("name=" + encoded(fields.text("name")))).containsExactly(user);
        assertThat(listed("NIP=" + fields.text("NIP"))).containsExactly(user);
        assertThat(listed("jabatan=" + encoded(fields.text("jabatan")))).containsExactly(user);
        assertThat(listed("approved=true"))
                .contains(user)
                .allMatch(u -> u.path("approved").booleanValue());
        assertThat(listed("disabled=false"))
                .contains(user)
                .noneMatch(u -> u.path("disabled").booleanValue());
        assertThat(listed("approved=false")).doesNotContain(user);
        assertThat(listed("disabled=true")).doesNotContain(user);
    }

    @Test
    void emailNameAndPostAreComparedWithoutRegardToCaseAndAsAWhole() {
        var fields = Samples.user().with("name", Samples.unique("Çelik Ünal"));
        var user = admin().post("/api/users", fields).payload();

        for (var field : List.of("email", "name", "jabatan")) {
            var text = fields.text(field);
            assertThat(listed(field + "=" + encoded(text.toUpperCase(Locale.ROOT))))
                    .containsExactly(user);
            assertThat(listed(field + "=" + encoded(text.substring(0, text.length() - 1))))
                    .doesNotContain(user);
        }
    }

    @Test
    void filtersCombineWithAnd() {
        var fields = Samples.user();
        var user = admin().post("/api/users", fields).payload();
        var jabatan = "jabatan=" + encoded(fields.text("jabatan"));

        assertThat(listed(jabatan + "&approved=true&disabled=false&NIP=" + fields.text("NIP")))
                .containsExactly(user);
        assertThat(listed(jabatan + "&approved=false")).isEmpty();
        assertThat(listed(jabatan + "&id=999999999")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "id=abc, id",
        "id=0, id",
        "approved=maybe, approved",
        "disabled=1, disabled",
        "page=0, page",
        "page=abc, page",
        "page=-1&limit=5, page",
        "limit=0, limit",
        "limit=501, limit",
        "page=99999999999&limit=5, page",
        "sort=password, sort",
        "sort=roleId, sort"
    })
    void aParameterThatMakesNoSenseIsNamed(String query, String parameter) {
        validationError(admin().get("/api/users?" + query), parameter);
    }

    @Test
    void everyOffendingParameterIsNamed() {
        validationError(admin().get("/api/users?approved=maybe&page=0&limit=501"), "approved", "page", "limit");
    }

    @Test
    void pagesCarryTheTotalAndLinks() {
        var jabatan = Samples.unique("Juru Arsip");
        var users = threeWith(jabatan);
        var filter = "jabatan=" + encoded(jabatan);

        var first = admin().get("/api/users?" + filter + "&page=1&limit=2");
        var second = admin().get("/api/users?" + filter + "&page=2&limit=2");
        var beyond = admin().get("/api/users?" + filter + "&page=3&limit=2");

        assertThat(elements(success(first, 200, "users"))).containsExactlyElementsOf(users.subList(0, 2));
        assertThat(elements(success(second, 200, "users"))).containsExactlyElementsOf(users.subList(2, 3));
        assertThat(elements(success(beyond, 200, "users"))).isEmpty();
        for (var page : List.of(first, second, beyond)) {
            assertThat(page.header("X-Total-Count")).isEqualTo("3");
        }
        assertThat(link(first)).contains("rel=\"next\"").doesNotContain("rel=\"prev\"");
        assertThat(link(second)).contains("rel=\"prev\"").doesNotContain("rel=\"next\"");
    }

    @Test
    void theNextLinkLeadsToTheNextPage() {
        var jabatan = Samples.unique("Juru & Arsip=100%");
        var users = threeWith(jabatan);
        var path = "/api/users?jabatan=" + encoded(jabatan) + "&page=1&limit=2";

        var next = link(admin().get(path)).replaceAll("(?s).*<([^>]*)>;\\s*rel=\"next\".*", "$1");

        var reference = next.startsWith("?") ? "/api/users" + next : next;
        assertThat(elements(admin().get(reference).payload())).containsExactly(users.get(2));
    }

    @Test
    void sortsByTheGivenFields() {
        var jabatan = Samples.unique("Juru Sortir");
        var users = threeWith(jabatan);
        var filter = "jabatan=" + encoded(jabatan);

        assertThat(listed(filter + "&sort=-id")).containsExactlyElementsOf(users.reversed());
        // All three have one name, so the second field decides.
        assertThat(listed(filter + "&sort=name,-id")).containsExactlyElementsOf(users.reversed());
        assertThat(listed(filter + "&sort=name,id&page=1&limit=2")).containsExactlyElementsOf(users.subList(0, 2));
    }

    @Test
    void findsByTheBeginningOfNameEmailOrNip() {
        var fields = Samples.user().with("name", Samples.unique("Wahyu"));
        var user = admin().post("/api/users", fields).payload();
        var email = fields.text("email");

        assertThat(listed("q=" + encoded(fields.text("name").toUpperCase(Locale.ROOT))))
                .containsExactly(user);
        assertThat(listed("q=" + encoded(email.substring(0, email.indexOf('@')))))
                .contains(user);
        assertThat(listed("q=" + fields.text("NIP").substring(0, 17))).contains(user);
        assertThat(listed("q=" + encoded(fields.text("name").substring(1)))).doesNotContain(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {".*", "(", "[a", "\\", "^", "$", "a{99999}", "\\Q"})
    void whatIsSpecialToAPatternIsOnlyText(String text) {
        assertThat(listed("q=" + encoded(text))).isEmpty();
        assertThat(listed("name=" + encoded(text))).isEmpty();
    }

    private List<JsonNode> threeWith(String jabatan) {
        return List.of(
                admin().post("/api/users", Samples.user().with("jabatan", jabatan))
                        .payload(),
                admin().post("/api/users", Samples.user().with("jabatan", jabatan))
                        .payload(),
                admin().post("/api/users", Samples.user().with("jabatan", jabatan))
                        .payload());
    }

    private List<JsonNode> listed(String query) {
        return elements(success(admin().settled().get("/api/users?" + query), 200, "users"));
    }

    private static String link(Answer answer) {
        return String.join(", ", answer.allHeaders("Link"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
