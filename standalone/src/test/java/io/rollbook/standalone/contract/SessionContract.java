package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.AtOnce;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.Person;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Signing in by cookie and out again, and that what is taken away is gone at the very next request on both sides,
 * although whoever asks brings no token to wait for.
 */
abstract class SessionContract extends ResourceContract {

    private static final String SESSION = "/api/auth/session";
    private static final String SESSIONS = "/api/auth/sessions";
    private static final String AUTHENTICATED = "/api/auth/authenticated";
    private static final String COOKIE = "rollbook-session";
    private static final int ROUNDS = 3;

    private final String origin;

    SessionContract(RunningSystem system) {
        super(system);
        origin = system.commands().toString();
    }

    @Test
    void signingInSetsACookieThatScriptsAndOtherSitesCannotUse() {
        var person = people.newApproved();

        var cookie = sessionCookie(people.logIn(person.email(), person.password()));

        assertThat(attributes(cookie))
                .contains("Path=/", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Secure");
        assertThat(cookie).contains("Max-Age=");
    }

    @Test
    void aBearerTokenBecomesACookie() {
        var person = people.newApproved();

        var answer = person.client().post(SESSION);

        assertThat(success(answer, 200, "session").propertyNames()).containsExactly("expiresAt");
        success(byCookie("GET", AUTHENTICATED, value(sessionCookie(answer))).send(), 200, "user");
    }

    @Test
    void aCookieMakesNoOtherCookie() {
        error(
                byCookie("POST", SESSION, cookieOf(people.newApproved()))
                        .header("Origin", origin)
                        .send(),
                401);
    }

    @Test
    void theCookieSignsInOnBothSides() {
        var person = people.newApproved();
        var cookie = cookieOf(person);

        success(byCookie("GET", AUTHENTICATED, cookie).send(), 200, "user");
        var change = byCookie("PUT", person.path(), cookie)
                .header("Origin", origin)
                .json(Fields.of("name", "By Cookie"))
                .send();
        success(change, 200, "user");
    }

    @Test
    void aBearerTokenWinsOverACookie() {
        var cookie = cookieOf(people.newApproved());
        var other = people.newApproved();

        var answer = other.client()
                .request("GET", AUTHENTICATED)
                .header("Cookie", COOKIE + "=" + cookie)
                .send();

        assertThat(success(answer, 200, "user").path("email").stringValue()).isEqualTo(other.email());
    }

    @Test
    void aCookieIsNoBearerTokenNorTheOtherWayRound() {
        var person = people.newApproved();

        error(anonymous().withToken(cookieOf(person)).get(AUTHENTICATED), 401);
        error(byCookie("GET", AUTHENTICATED, person.client().token()).send(), 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"})
    void aChangeByCookieFromAnotherOriginIsRefused(String foreign) {
        var person = people.newApproved();

        var answer = byCookie("PUT", person.path(), cookieOf(person))
                .header("Origin", foreign)
                .json(Fields.of("name", "By Another Site"))
                .send();

        error(answer, 403);
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
        assertThat(person.client().get(person.path()).payload().path("name").stringValue())
                .isNotEqualTo("By Another Site");
    }

    @Test
    void aChangeByCookieHasToSayWhereItComesFrom() {
        var person = people.newApproved();
        var cookie = cookieOf(person);
        var name = Fields.of("name", "From Somewhere");

        error(byCookie("PUT", person.path(), cookie).json(name).send(), 403);
        for (var site : List.of("cross-site", "same-site", "none")) {
            error(
                    byCookie("PUT", person.path(), cookie)
                            .header("Sec-Fetch-Site", site)
                            .json(name)
                            .send(),
                    403);
        }
        success(
                byCookie("PUT", person.path(), cookie)
                        .header("Sec-Fetch-Site", "same-origin")
                        .json(name)
                        .send(),
                200,
                "user");
    }

    @Test
    void aPreflightOfAnOriginThatIsNotListedIsRefused() {
        var answer = anonymous()
                .request("OPTIONS", "/api/users")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .send();

        error(answer, 403);
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void signingOutClearsTheCookieAndRevokesItAndEveryTokenAtOnceOnBothSides() {
        var person = people.newApproved();
        var stolen = cookieOf(person);

        var answer =
                byCookie("DELETE", SESSION, stolen).header("Origin", origin).send();

        success(answer, 200, "session");
        assertThat(sessionCookie(answer)).startsWith(COOKIE + "=;").contains("Max-Age=0");
        assertThat(answer.header("X-Consistency")).isNull();
        error(byCookie("GET", AUTHENTICATED, stolen).send(), 401);
        error(byCookie("DELETE", SESSION, stolen).header("Origin", origin).send(), 401);
        isOut(person);
        success(people.logIn(person.email(), person.password()), 200, "session");
    }

    @Test
    void whoSignsInAgainIsIn() {
        var person = people.newApproved();
        success(person.client().delete(SESSION), 200, "session");

        var again = people.signIn(person.email(), person.password());

        success(again.client().forgetful().get(AUTHENTICATED), 200, "user");
        isOut(person);
    }

    @Test
    void aNewPasswordEndsAllSessionsAtOnce() {
        var person = people.newApproved();
        var cookie = cookieOf(person);

        success(person.client().put(person.path(), person.newPassword("another good one")), 200, "user");

        isOut(person);
        error(byCookie("GET", AUTHENTICATED, cookie).send(), 401);
    }

    @Test
    void anAdminEndsAllSessionsOfAnotherWhoMaySignInAnew() {
        var person = people.newApproved();
        var cookie = cookieOf(person);

        var ended = admin().delete(person.path() + "/sessions");

        assertThat(success(ended, 200, "user").path("disabled").booleanValue()).isFalse();
        assertThat(ended.header("X-Consistency")).isNull();
        isOut(person);
        error(byCookie("GET", AUTHENTICATED, cookie).send(), 401);
        var again = people.signIn(person.email(), person.password());
        success(again.client().forgetful().get(AUTHENTICATED), 200, "user");
        isOut(person);
    }

    @Test
    void thereAreNoSessionsToEndOfSomebodyWhoIsNotOnTheRoll() {
        var deleted = people.newApproved();
        success(admin().delete(deleted.path()), 200, "user");

        error(admin().delete(deleted.path() + "/sessions"), 404);
        error(admin().delete("/api/users/999999999/sessions"), 404);
    }

    @Test
    void oneSeesWhereOneIsSignedIn() {
        var person = people.newApproved();
        success(people.logIn(person.email(), person.password()), 200, "session");
        awaitNextSecond();
        var here = withTokenOf(people.logIn(person.email(), person.password()));

        var sessions = sessionsOf(here);

        assertThat(sessions).hasSizeGreaterThanOrEqualTo(2).allSatisfy(session -> {
            assertThat(session.propertyNames())
                    .containsExactly("id", "begunAt", "expiresAt", "network", "client", "current");
            assertThat(session.path("network").stringValue()).endsWith("/24");
            assertThat(Instant.parse(session.path("expiresAt").stringValue())).isAfter(Instant.now());
        });
        assertThat(sessions)
                .extracting(session -> session.path("current").booleanValue())
                .startsWith(true)
                .containsOnlyOnce(true);
        assertThat(sessions)
                .extracting(session -> session.path("begunAt").stringValue())
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void oneEndsOneSessionAtOnceOnBothSidesAndTheOthersStay() {
        var person = people.newApproved();
        var there = people.logIn(person.email(), person.password());
        awaitNextSecond();
        var here = withTokenOf(people.logIn(person.email(), person.password()));
        var id = idOfCurrent(withTokenOf(there));

        var ended = here.delete(SESSIONS + "/" + id);

        assertThat(success(ended, 200, "session").path("id").stringValue()).isEqualTo(id);
        assertThat(ended.header("X-Consistency")).isNull();
        assertThat(ended.allHeaders("Set-Cookie")).noneMatch(cookie -> cookie.startsWith(COOKIE + "="));
        isWorthNothing(there);
        error(withTokenOf(there).post(SESSION), 401);
        success(here.forgetful().get(AUTHENTICATED), 200, "user");
        assertThat(sessionsOf(here))
                .extracting(session -> session.path("id").stringValue())
                .doesNotContain(id);
        error(here.delete(SESSIONS + "/" + id), 404);
    }

    @Test
    void endingTheSessionOneIsInTakesItsCookieAway() {
        var person = people.newApproved();
        var given = people.logIn(person.email(), person.password());
        var cookie = value(sessionCookie(given));

        var ended = byCookie("DELETE", SESSIONS + "/" + idOfCurrent(withTokenOf(given)), cookie)
                .header("Origin", origin)
                .send();

        success(ended, 200, "session");
        assertThat(sessionCookie(ended)).startsWith(COOKIE + "=;").contains("Max-Age=0");
        isWorthNothing(given);
        awaitNextSecond();
        success(people.logIn(person.email(), person.password()), 200, "session");
    }

    @Test
    void nobodySeesOrEndsASessionOfAnother() {
        var person = people.newApproved();
        var given = people.logIn(person.email(), person.password());
        var id = idOfCurrent(withTokenOf(given));
        var other = people.newAdmin();

        assertThat(sessionsOf(other.client()))
                .extracting(session -> session.path("id").stringValue())
                .doesNotContain(id);
        error(other.client().delete(SESSIONS + "/" + id), 404);
        success(withTokenOf(given).forgetful().get(AUTHENTICATED), 200, "user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "x", "0b1a6f5e-3a52-4c3f-9d8e-5f7a1c2b3d4e", "0B1A6F5E-3A52-4C3F-9D8E-5F7A1C2B3D4E"})
    void aSessionThatIsNoneIsNotFound(String id) {
        error(people.newApproved().client().delete(SESSIONS + "/" + id), 404);
    }

    @Test
    void signingOutLeavesNoSessionInTheList() {
        var person = people.newApproved();
        success(person.client().delete(SESSION), 200, "session");
        awaitNextSecond();

        var again = withTokenOf(people.logIn(person.email(), person.password()));

        assertThat(sessionsOf(again))
                .singleElement()
                .satisfies(session ->
                        assertThat(session.path("current").booleanValue()).isTrue());
    }

    @Test
    void disablingAndDeletingHoldAtOnce() {
        var disabled = people.newApproved();
        var deleted = people.newApproved();

        admin().put(disabled.path() + "/disable", Fields.of("disabled", true));
        isOut(disabled);
        admin().delete(deleted.path());
        isOut(deleted);
    }

    @Test
    void aStolenCookieIsNoGoodOnceItsOwnerIsDisabledOrDeleted() {
        var disabled = people.newApproved();
        var deleted = people.newApproved();
        var cookies = List.of(cookieOf(disabled), cookieOf(deleted));

        admin().put(disabled.path() + "/disable", Fields.of("disabled", true));
        admin().delete(deleted.path());

        for (var cookie : cookies) {
            error(byCookie("GET", AUTHENTICATED, cookie).send(), 401);
            error(byCookie("DELETE", SESSION, cookie).header("Origin", origin).send(), 401);
        }
    }

    @Test
    void enablingSomebodyMakesNothingGoodThatWasGivenBefore() {
        var person = people.newApproved();
        var cookie = cookieOf(person);
        admin().put(person.path() + "/disable", Fields.of("disabled", true));

        success(admin().put(person.path() + "/disable", Fields.of("disabled", false)), 200, "user");

        isOut(person);
        error(byCookie("GET", AUTHENTICATED, cookie).send(), 401);
        error(byCookie("DELETE", SESSION, cookie).header("Origin", origin).send(), 401);
        var again = people.signIn(person.email(), person.password());
        success(again.client().forgetful().get(AUTHENTICATED), 200, "user");
        isOut(person);
    }

    @Test
    void whatIsGivenWhileAPasswordChangesDoesNotOutliveTheChange() {
        for (var round = 0; round < ROUNDS; round++) {
            var person = people.newApproved();

            var given =
                    givenDuring(person, () -> admin().put(person.path(), Fields.of("password", "another good one")));

            given.forEach(this::isWorthNothing);
            isOut(person);
        }
    }

    @Test
    void whatIsGivenWhileSomebodyIsDisabledStaysBadOnceTheyAreEnabled() {
        for (var round = 0; round < ROUNDS; round++) {
            var person = people.newApproved();

            var given = givenDuring(person, () -> admin().put(person.path() + "/disable", Fields.of("disabled", true)));
            success(admin().put(person.path() + "/disable", Fields.of("disabled", false)), 200, "user");

            given.forEach(this::isWorthNothing);
            isOut(person);
        }
    }

    @Test
    void aStolenCookieIsWorthNoMoreThanItsOwnersRole() {
        var person = people.newAdmin();
        var cookie = cookieOf(person);

        admin().put(person.path(), Fields.of("roleId", 3));

        error(byCookie("GET", "/api/users?page=1&limit=1", cookie).send(), 403);
        error(
                byCookie("POST", "/api/roles", cookie)
                        .header("Origin", origin)
                        .json(Samples.role())
                        .send(),
                403);
    }

    @Test
    void aLostApprovalHoldsAtOnce() {
        var person = people.newApproved();

        admin().delete(person.path() + "/approve");

        error(person.client().forgetful().get(person.path()), 403);
        error(person.client().put(person.path(), Fields.of("name", "Still me")), 403);
    }

    @Test
    void anotherRoleHoldsAtOnce() {
        var person = people.newAdmin();
        success(person.client().forgetful().get("/api/users?page=1&limit=1"), 200, "users");

        admin().put(person.path(), Fields.of("roleId", 3));

        error(person.client().forgetful().get("/api/users?page=1&limit=1"), 403);
        error(person.client().post("/api/roles", Samples.role()), 403);
    }

    /** What signing in, and making a cookie of a token, got at the very moment of a change that succeeds. */
    private List<Answer> givenDuring(Person person, Callable<Answer> change) {
        var requests = new ArrayList<Callable<Answer>>();
        requests.add(change);
        for (var i = 0; i < 3; i++) {
            requests.add(() -> people.logIn(person.email(), person.password()));
            requests.add(() -> person.client().post(SESSION));
        }
        var answers = AtOnce.send(requests);
        success(answers.getFirst(), 200, "user");
        return answers.stream().skip(1).filter(answer -> answer.status() == 200).toList();
    }

    private void isWorthNothing(Answer given) {
        var cookie = value(sessionCookie(given));
        error(byCookie("GET", AUTHENTICATED, cookie).send(), 401);
        error(byCookie("DELETE", SESSION, cookie).header("Origin", origin).send(), 401);
        if (given.payload().has("token")) {
            var client = anonymous().withToken(given.payload().path("token").stringValue());
            error(client.get(AUTHENTICATED), 401);
            error(client.delete(SESSION), 401);
        }
    }

    private void isOut(Person person) {
        error(person.client().forgetful().get(AUTHENTICATED), 401);
        error(person.client().put(person.path(), Fields.of("name", "Still me")), 401);
    }

    // With an identity provider that names no sessions, whoever signs in twice in a second is in one.
    private static void awaitNextSecond() {
        var next = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusMillis(1050);
        LockSupport.parkUntil(next.toEpochMilli());
    }

    private RollbookClient withTokenOf(Answer given) {
        return anonymous().withToken(given.payload().path("token").stringValue());
    }

    private static List<JsonNode> sessionsOf(RollbookClient client) {
        return List.copyOf(success(client.get(SESSIONS), 200, "sessions").values());
    }

    private static String idOfCurrent(RollbookClient client) {
        return sessionsOf(client).stream()
                .filter(session -> session.path("current").booleanValue())
                .map(session -> session.path("id").stringValue())
                .findFirst()
                .orElseThrow();
    }

    private String cookieOf(Person person) {
        return value(sessionCookie(person.client().post(SESSION)));
    }

    private RollbookClient.Request byCookie(String method, String path, String cookie) {
        return anonymous().request(method, path).header("Cookie", COOKIE + "=" + cookie);
    }

    private static String sessionCookie(Answer answer) {
        return answer.allHeaders("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(COOKIE + "="))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no session cookie: " + answer));
    }

    private static List<String> attributes(String cookie) {
        return Arrays.stream(cookie.split(";")).map(String::strip).toList();
    }

    private static String value(String cookie) {
        return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    }
}
