package io.rollbook.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rollbook.query.projection.Projection;
import io.rollbook.query.projection.Seed;
import io.rollbook.servers.TestMongo;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Every documented GET over real HTTP, without a topic of events: what is folded can be read. */
@SpringBootTest(
        classes = TestQuerySide.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.threads.virtual.enabled=true", "rollbook.query.consistency.longest=300ms"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedReadsTest {
    private static final TestMongo MONGO = TestMongo.start();
    private static final PersonTopicsBroker KAFKA = PersonTopicsBroker.start();

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry registry;

    private Client client;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        KAFKA.register(registry);
        registry.add("spring.mongodb.uri", () -> MONGO.connectionString() + "/rollbook");
    }

    @AfterAll
    void stop() {
        KAFKA.close();
        MONGO.close();
    }

    @BeforeAll
    void roll(@Autowired List<Projection<?, ?>> projections) {
        try (var mongo = MongoClients.create(MONGO.connectionString())) {
            new Seed(mongo.getDatabase("rollbook")).events(projections, Roll.events());
        }
        client = new Client(port);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> List.of("/api/users/1", "/api/roles", "/api/userIntegration?page=1&limit=1").stream()
                        .allMatch(path -> client.get(Roll.ADMIN, path).status() == 200));
    }

    @Nested
    class DeadLetters {
        @Test
        void areListedForAdmins() {
            var all = client.get(Roll.ADMIN, "/api/admin/dead-letters");

            assertThat(all.status()).isEqualTo(200);
            assertThat(all.json().at("/data/name").asString()).isEqualTo("deadLetters");
            assertThat(all.json().at("/data/data").isArray()).isTrue();
            assertThat(client.get(Roll.ADMIN, "/api/admin/dead-letters?view=users")
                            .status())
                    .isEqualTo(200);
            assertThat(client.get(Roll.AUDITOR, "/api/admin/dead-letters").status())
                    .isEqualTo(403);
        }

        @Test
        void areThoseOfAViewThatThereIs() {
            var answer = client.get(Roll.ADMIN, "/api/admin/dead-letters?view=nothing");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().at("/error/details").asString())
                    .isEqualTo("view must be one of access, integrations, roles, users");
        }
    }

    @Nested
    class Authenticated {
        @Test
        void showsNameAndEmailAndNothingElse() {
            var answer = client.get(Roll.UNAPPROVED, "/api/auth/authenticated");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("data").path("name").stringValue()).isEqualTo("user");
            assertThat(answer.data().toString()).isEqualTo("{\"name\":\"Dodi\",\"email\":\"dodi@example.org\"}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "forged", Roll.DISABLED, Roll.DELETED, "uid-99"})
        void refusesWhoeverIsNotSignedIn(String token) {
            var answer = client.get(token, "/api/auth/authenticated");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().path("error").path("name").stringValue()).isEqualTo("AuthenticationError");
        }
    }

    @Nested
    class OneUser {
        @Test
        void showsExactlyTheDocumentedFields() {
            var answer = client.get(Roll.PLAIN, "/api/users/3");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("code").intValue()).isEqualTo(200);
            assertThat(answer.json().path("status").stringValue()).isEqualTo("OK");
            assertThat(answer.json().path("data").path("name").stringValue()).isEqualTo("user");
            assertThat(answer.data().toString())
                    .isEqualTo("{\"id\":3,\"uid\":\"uid-3\",\"email\":\"Citra.Dewi@Example.org\",\"disabled\":false,"
                            + "\"name\":\"Citra Dewi\",\"NIP\":\"198001012005011001\",\"gender\":\"P\","
                            + "\"jabatan\":\"Kepala Seksi\",\"approved\":true}");
            assertThat(answer.json().path("meta").path("timestamp").stringValue())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        }

        @ParameterizedTest
        @CsvSource({
            "uid-1, /api/users/99, 404",
            "uid-1, /api/users/6, 404",
            "uid-1, /api/users/abc, 400",
            "uid-1, /api/users/0, 400",
            "uid-1, /api/users/9999999999, 404",
            "uid-1, /api/users/2147483647, 404",
            "uid-1, /api/users/99999999999999999999999999, 404",
            "uid-1, /api/users/01, 400",
            "uid-3, /api/users/9999999999, 403",
            "uid-2, /api/users/3, 200",
            "uid-3, /api/users/2, 403",
            "uid-4, /api/users/4, 403",
        })
        void answers(String token, String path, int status) {
            var answer = client.get(token, path);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.json().path("code").intValue()).isEqualTo(status);
        }

        @Test
        void answersHead() {
            var answer = client.send("HEAD", Roll.PLAIN, "/api/users/3");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.http().body()).isEmpty();
        }
    }

    @Nested
    class AllUsers {
        @Test
        void areInOrderOfTheirIdsWithoutTheDeleted() {
            var answer = client.get(Roll.AUDITOR, "/api/users");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("application/json");
            assertThat(answer.json().path("code").intValue()).isEqualTo(200);
            assertThat(answer.json().path("status").stringValue()).isEqualTo("OK");
            assertThat(answer.json().path("data").path("name").stringValue()).isEqualTo("users");
            assertThat(answer.json().path("meta").path("timestamp").stringValue())
                    .endsWith("Z");
            assertThat(answer.ids()).containsExactly(1, 2, 3, 4, 5, 7);
            assertThat(answer.data().get(0).propertyNames())
                    .containsExactly("id", "uid", "email", "disabled", "name", "NIP", "gender", "jabatan", "approved");
        }

        @Test
        void answerHeadWithoutABody() {
            var answer = client.send("HEAD", Roll.AUDITOR, "/api/users");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("application/json");
        }

        @Test
        void areForAuditorsOnly() {
            assertThat(client.get(Roll.PLAIN, "/api/users").status()).isEqualTo(403);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "id=3 | 3",
                    "id=6 | ''",
                    "id=003 | 3",
                    "id=9999999999 | ''",
                    "id=99999999999999999999999999 | ''",
                    "uid=uid-4 | 4",
                    "email=citra.dewi@example.ORG | 3",
                    "name=CITRA%20dewi | 3",
                    "name=Citra | ''",
                    "NIP=198001012005011001 | 3",
                    "jabatan=kepala%20seksi | 3",
                    "approved=false | 4,7",
                    "disabled=true | 5",
                    "approved=true&disabled=false | 1,2,3",
                    "q=ANI | 1,7",
                    "q=dodi@ | 4",
                    "q=1980 | 3",
                    "q=ani%20(.*) | 7",
                    "q=.* | ''",
                    "q=%5C | ''",
                    "q= | 1,2,3,4,5,7",
                    "q=a&approved=true | 1,2",
                    "sort=-id | 7,5,4,3,2,1",
                    "sort=name | 1,7,2,3,4,5",
                    "sort=-approved,-name | 5,3,2,1,4,7",
                    "page=1&limit=2 | 1,2",
                    "page=3&limit=2 | 5,7",
                    "page=4&limit=2 | ''",
                    "page=999999999&limit=500 | ''",
                    "limit=1 | 1",
                    "page=1 | 1,2,3,4,5,7",
                    "page=2&limit=1&sort=-name&approved=true | 3",
                })
        void canBeNarrowedSortedAndPaged(String query, String ids) {
            var answer = client.get(Roll.ADMIN, "/api/users?" + query);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.ids())
                    .map(String::valueOf)
                    .isEqualTo(ids.isEmpty() ? List.of() : List.of(ids.split(",")));
        }

        @Test
        void sayWhereTheOtherPagesAre() {
            var answer = client.get(Roll.ADMIN, "/api/users?approved=true&page=2&limit=1&sort=-name&q=%26%20a");
            assertThat(answer.header("X-Total-Count")).isEqualTo("0");

            var second = client.get(Roll.ADMIN, "/api/users?page=2&limit=2&name=&sort=name".replace("name=&", ""));
            assertThat(second.header("X-Total-Count")).isEqualTo("6");
            assertThat(second.header("Link"))
                    .isEqualTo("<?sort=name&page=1&limit=2>; rel=\"first\", <?sort=name&page=1&limit=2>; rel=\"prev\", "
                            + "<?sort=name&page=3&limit=2>; rel=\"next\", <?sort=name&page=3&limit=2>; rel=\"last\"");
        }

        @Test
        void keepTheOtherParametersInTheLinksAsTheyWere() {
            var answer = client.get(Roll.ADMIN, "/api/users?q=%26%20%3E%22%C3%A9&limit=5");

            assertThat(answer.header("Link")).startsWith("<?q=%26%20%3E%22%C3%A9&limit=5&page=1>; rel=\"first\"");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "id=x | id must be a positive integer",
                    "approved=yes | approved must be true or false",
                    "disabled= | disabled must be true or false",
                    "page=0 | page must be an integer from 1 to 999999999",
                    "limit=501 | limit must be an integer from 1 to 500",
                    "page=1&limit=-5 | limit must be an integer from 1 to 500",
                    "page=99999999999999 | page must be an integer from 1 to 999999999",
                    "name=a&name=b | name must be given once",
                    "sort=password | sort cannot be by password",
                    "sort=roleId | sort cannot be by roleId",
                    "sort=name,-name | sort must name name once",
                    "sort= | sort cannot be by nothing",
                    "q=%00 | q must not have control characters",
                    "id=x&approved=y&limit=0 | id must be a positive integer; approved must be true or false; "
                            + "limit must be an integer from 1 to 500",
                })
        void refuseEveryParameterThatIsNotValid(String query, String details) {
            var answer = client.get(Roll.ADMIN, "/api/users?" + query);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().path("error").path("name").stringValue()).isEqualTo("ValidationError");
            assertThat(answer.details()).isEqualTo(details);
        }
    }

    @Nested
    class Roles {
        @Test
        void areListedForWhoeverIsApproved() {
            var answer = client.get(Roll.PLAIN, "/api/roles");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("data").path("name").stringValue()).isEqualTo("roles");
            assertThat(answer.data().toString())
                    .isEqualTo("[{\"id\":1,\"name\":\"admin\"},{\"id\":2,\"name\":\"auditor\"},"
                            + "{\"id\":3,\"name\":\"user\"},{\"id\":4,\"name\":\"archivist\"}]");
            assertThat(client.get(Roll.UNAPPROVED, "/api/roles").status()).isEqualTo(403);
        }

        @Test
        void areShownOneByOne() {
            var answer = client.get(Roll.PLAIN, "/api/roles/4");

            assertThat(answer.json().path("data").path("name").stringValue()).isEqualTo("role");
            assertThat(answer.data().toString()).isEqualTo("{\"id\":4,\"name\":\"archivist\"}");
            assertThat(client.get(Roll.PLAIN, "/api/roles/5").status()).isEqualTo(404);
            assertThat(client.get(Roll.PLAIN, "/api/roles/9999999999").status()).isEqualTo(404);
            assertThat(client.get(Roll.PLAIN, "/api/roles/x").status()).isEqualTo(400);
        }

        @Test
        void areShownWithTheirUsers() {
            var answer = client.get(Roll.AUDITOR, "/api/roles/3/users");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("data").path("name").stringValue()).isEqualTo("role");
            assertThat(answer.data().propertyNames()).containsExactly("id", "name", "users");
            assertThat(answer.data().path("users"))
                    .map(user -> user.path("id").intValue())
                    .containsExactly(3, 4, 5, 7);
            assertThat(client.get(Roll.AUDITOR, "/api/roles/4/users").data().toString())
                    .isEqualTo("{\"id\":4,\"name\":\"archivist\",\"users\":[]}");
            assertThat(client.get(Roll.AUDITOR, "/api/roles/9/users").status()).isEqualTo(404);
            assertThat(client.get(Roll.PLAIN, "/api/roles/3/users").status()).isEqualTo(403);
        }
    }

    @Nested
    class UserIntegrations {
        private static final String FIRST = "{\"id\":\"userIntegration-1\",\"isconnected\":true,\"userId\":\"user-3\","
                + "\"integrationId\":\"integration-123\"}";

        @Test
        void areOnesOwnForAPlainUser() {
            var answer = client.get(Roll.PLAIN, "/api/userIntegration?page=1&limit=10");

            assertThat(answer.http().body())
                    .isEqualTo("{\"status\":200,\"data\":[" + FIRST
                            + ",{\"id\":\"userIntegration-4\",\"isconnected\":false,\"userId\":\"user-3\","
                            + "\"integrationId\":\"integration-456\"}]}");
            assertThat(answer.header("X-Total-Count")).isEqualTo("2");
            assertThat(client.get(Roll.PLAIN, "/api/userIntegration?page=1&limit=10&userId=user-3")
                            .header("X-Total-Count"))
                    .isEqualTo("2");
        }

        @Test
        void areEverybodysForAnAuditor() {
            assertThat(client.get(Roll.AUDITOR, "/api/userIntegration?page=1&limit=10&userId=")
                            .header("X-Total-Count"))
                    .isEqualTo("3");
            assertThat(client.get(Roll.AUDITOR, "/api/userIntegration?page=1&limit=10&userId=user-2")
                            .header("X-Total-Count"))
                    .isEqualTo("1");
        }

        @Test
        void comeInPages() {
            var answer = client.get(Roll.AUDITOR, "/api/userIntegration?page=2&limit=1");

            assertThat(answer.json().path("data").get(0).path("id").stringValue())
                    .isEqualTo("userIntegration-2");
            assertThat(answer.header("Link")).contains("rel=\"next\"");
        }

        @Test
        void ofSomebodyElseAreRefusedToAPlainUser() {
            var answer = client.get(Roll.PLAIN, "/api/userIntegration?page=1&limit=10&userId=user-2");

            assertThat(answer.http().body()).isEqualTo("{\"status\":403,\"error\":\"userId must be your own\"}");
        }

        @Test
        void ofNobodyAreAsMuchRefusedToAPlainUser() {
            for (var nobody : List.of("user-99", "user-6", "user-9999999999")) {
                var answer = client.get(Roll.PLAIN, "/api/userIntegration?page=1&limit=10&userId=" + nobody);

                assertThat(answer.http().body()).isEqualTo("{\"status\":403,\"error\":\"userId must be your own\"}");
                assertThat(client.get(Roll.AUDITOR, "/api/userIntegration?page=1&limit=10&userId=" + nobody)
                                .header("X-Total-Count"))
                        .isEqualTo("0");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD"})
        void ofSomebodyElseLookToAPlainUserAsIfTheyWereNotThere(String method) {
            assertThat(client.get(Roll.AUDITOR, "/api/userIntegration/2").status())
                    .isEqualTo(200);
            var another = client.send(method, Roll.PLAIN, "/api/userIntegration/2");
            var missing = client.send(method, Roll.PLAIN, "/api/userIntegration/99");

            assertThat(another.status()).isEqualTo(400);
            assertThat(another.http().body()).isEqualTo(missing.http().body());
            assertThat(names(another)).isEqualTo(names(missing));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "page=1",
                    "limit=1",
                    "page=1&limit=101",
                    "page=0&limit=1",
                    "page=a&limit=1",
                    "page=1&limit=1&userId=3",
                    "page=1&page=2&limit=1"
                })
        void needAPageAndALimit(String query) {
            var answer = client.get(Roll.ADMIN, "/api/userIntegration?" + query);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.http().body()).isEqualTo("{\"status\":400,\"error\":\"Validation Error\"}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"userIntegration-1", "userIntegration:1", "1"})
        void areShownByEachWayOfWritingTheirId(String id) {
            assertThat(client.get(Roll.PLAIN, "/api/userIntegration/" + id)
                            .http()
                            .body())
                    .isEqualTo("{\"status\":200,\"data\":" + FIRST + "}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "2",
                    "3",
                    "99",
                    "9999999999",
                    "userIntegration:99999999999999999999",
                    "x",
                    "userIntegration-0",
                    "integration-1"
                })
        void haveAnIdThatIsValid(String id) {
            assertThat(client.get(Roll.PLAIN, "/api/userIntegration/" + id)
                            .http()
                            .body())
                    .isEqualTo("{\"status\":400,\"error\":\"UserIntegrationId is Invalid\"}");
        }

        @Test
        void areForWhoeverIsSignedIn() {
            assertThat(client.get("", "/api/userIntegration?page=1&limit=1")
                            .http()
                            .body())
                    .isEqualTo("{\"status\":401,\"error\":\"Unathorized\"}");
        }
    }

    @Nested
    class Consistency {
        @Test
        void isFreshWhenTheReadModelHasIt() {
            var answer = client.get(Roll.PLAIN, "/api/users/3", "X-Consistency-Token", "user-3@1");

            assertThat(answer.header("X-Consistency")).isEqualTo("fresh");
        }

        @Test
        void isStaleWhenItDoesNotCome() {
            var answer = client.get(Roll.PLAIN, "/api/users/3", "X-Consistency-Token", "user-3@99");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Consistency")).isEqualTo("stale");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "forged"})
        void nobodyIsWaitedForWhoDoesNotSignIn(String token) {
            for (var named : List.of("user-3@99", "user-3")) {
                var answer = client.get(token, "/api/users/3", "X-Consistency-Token", named);

                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.header("X-Consistency")).isEmpty();
            }
        }

        @Test
        void isFreshForWhatIsDeleted() {
            var answer = client.get(Roll.ADMIN, "/api/users/6", "X-Consistency-Token", "user-6@1");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("X-Consistency")).isEqualTo("fresh");
        }

        @ParameterizedTest
        @CsvSource({
            // Somebody else, who is there in this version or another, was deleted, or never was.
            "uid-3, /api/users/3, user-2@1, ''",
            "uid-3, /api/users/3, user-2@99, ''",
            "uid-3, /api/users/3, user-6@1, ''",
            "uid-3, /api/users/3, user-99@0, ''",
            // Another's integration and one that is not there.
            "uid-3, /api/userIntegration?page=1&limit=1, userIntegration-2@0, stale",
            "uid-3, /api/userIntegration?page=1&limit=1, userIntegration-99@0, stale",
            "uid-3, /api/userIntegration?page=1&limit=1, userIntegration-1@1, fresh",
            "uid-3, /api/roles, role-4@0, fresh",
            "uid-2, /api/users, user-3@1, fresh",
            "uid-2, /api/roles/3/users, user-3@1, fresh",
            "uid-2, /api/userIntegration?page=1&limit=1, userIntegration-2@0, fresh",
            "uid-1, /api/users, user-99@0, stale",
            "uid-1, /api/users, user-9999999999@0, stale",
            // What the route does not show.
            "uid-3, /api/roles, user-2@1, ''",
            "uid-1, /api/roles, user-3@1, fresh",
            "uid-1, /api/roles, user-99@0, stale",
            "uid-1, /api/users, role-99@0, stale"
        })
        void isToldOfWhatTheCallerMayReadThere(String token, String path, String named, String freshness) {
            var answer = client.get(token, path, "X-Consistency-Token", named);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Consistency")).isEqualTo(freshness);
        }

        @ParameterizedTest
        @ValueSource(strings = {"user-4@0", "user-3@1", "role-1@0", "role-1@99", "userIntegration-1@0", "user-99@0"})
        void isNotToldToSomebodyWhoIsNotAllowed(String named) {
            var forbidden = client.get(Roll.UNAPPROVED, "/api/roles", "X-Consistency-Token", named);
            var notTheirs = client.get(Roll.PLAIN, "/api/users/2", "X-Consistency-Token", named);
            var refused = client.get(Roll.DISABLED, "/api/roles", "X-Consistency-Token", named);
            var inTheRoute = client.get(
                    Roll.PLAIN, "/api/userIntegration?page=1&limit=1&userId=user-2", "X-Consistency-Token", named);

            assertThat(List.of(forbidden.status(), notTheirs.status(), refused.status(), inTheRoute.status()))
                    .containsExactly(403, 403, 401, 403);
            assertThat(List.of(forbidden, notTheirs, refused, inTheRoute))
                    .allSatisfy(
                            answer -> assertThat(answer.http().headers().map()).doesNotContainKey("X-Consistency"));
        }

        @ParameterizedTest
        @CsvSource({"user-4@0, fresh", "user-3@1, ''", "role-1@0, ''", "userIntegration-1@0, ''"})
        void isToldToSomebodyWhoIsNotApprovedOfThemselvesOnly(String named, String freshness) {
            var answer = client.get(Roll.UNAPPROVED, "/api/auth/authenticated", "X-Consistency-Token", named);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Consistency")).isEqualTo(freshness);
        }

        @Test
        void nobodyIsWaitedForWhoIsTurnedAway() {
            var reads = registry.find("rollbook.reads").timers().stream()
                    .mapToLong(Timer::count)
                    .sum();

            for (var token : List.of(Roll.DISABLED, Roll.DELETED + "|user-6@1", "uid-4", "forged")) {
                client.get(token, "/api/roles", "X-Consistency-Token", "role-1@99");
            }

            assertThat(registry.find("rollbook.reads").timers().stream()
                            .mapToLong(Timer::count)
                            .sum())
                    .isEqualTo(reads);
        }

        @ParameterizedTest
        @CsvSource({
            "rollbook-consistency=user-3@99; rollbook-consistency=user-3@1, stale",
            "rollbook-consistency=user-3@1; rollbook-consistency=user-3@99, stale",
            "rollbook-consistency=nonsense; rollbook-consistency=user-3@1, fresh",
            "rollbook-consistency=user-3@0; rollbook-consistency=role-1@0, fresh"
        })
        void isThatOfEveryCookieOfTheName(String cookies, String freshness) {
            assertThat(client.get(Roll.PLAIN, "/api/users/3", "Cookie", cookies).header("X-Consistency"))
                    .isEqualTo(freshness);
        }

        @Test
        void isReadFromACookieToo() {
            var answer = client.get(Roll.PLAIN, "/api/users/3", "Cookie", "rollbook-consistency=user-3@1");

            assertThat(answer.header("X-Consistency")).isEqualTo("fresh");
        }

        @Test
        void refusesAHeaderThatIsNoToken() {
            var answer = client.get(Roll.PLAIN, "/api/users/3", "X-Consistency-Token", "user-3");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.details()).startsWith("X-Consistency-Token ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"user-3", "@", "other-1@1"})
        void ignoresACookieThatIsNoToken(String cookie) {
            var answer = client.get(Roll.PLAIN, "/api/users/3", "Cookie", "rollbook-consistency=" + cookie);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Consistency")).isEmpty();
        }

        @Test
        void ignoresAnAggregateThatIsNotReadHere() {
            var answer = client.get(Roll.PLAIN, "/api/users/3", "X-Consistency-Token", "other-3@1");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Consistency")).isEmpty();
        }
    }

    /** The names of the header fields that tell of the answer, not of the request. */
    private static Set<String> names(Client.Answer answer) {
        return answer.http().headers().map().keySet();
    }

    @Test
    void theCallerIsWaitedForByWhatTheirTokenHasSeen() {
        assertThat(client.get(Roll.PLAIN + "|user-3@1", "/api/users/3").status())
                .isEqualTo(200);
    }

    @Test
    void anUnknownRouteIsAnErrorInItsEnvelope() {
        assertThat(client.get(Roll.ADMIN, "/api/users/1/nothing").status()).isEqualTo(404);
        assertThat(client.send("POST", Roll.ADMIN, "/api/roles").status()).isEqualTo(405);
    }
}
