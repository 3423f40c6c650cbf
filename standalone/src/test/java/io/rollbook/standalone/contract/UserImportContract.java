package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code POST /api/admin/users/import}. */
abstract class UserImportContract extends ResourceContract {

    private static final String IMPORT = "/api/admin/users/import";
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    UserImportContract(RunningSystem system) {
        super(system);
    }

    @Test
    void addsEachPersonAsTheRouteForOneWould() {
        var ani = Samples.user().with("roleId", 2);
        var budi = Fields.of("email", Samples.email()).with("name", "Budi");

        var report = success(send(newId(), ani, budi), 200, "import");

        assertThat(report.propertyNames())
                .containsExactlyInAnyOrder("dryRun", "lines", "added", "present", "deleted", "valid", "refused");
        assertThat(report.path("added").intValue()).isEqualTo(2);
        var first = read(line(report, 1));
        for (var field : new String[] {"email", "name", "gender", "NIP", "jabatan"}) {
            assertThat(first.path(field).stringValue()).isEqualTo(ani.text(field));
        }
        assertThat(first.path("approved").booleanValue()).isTrue();
        var second = read(line(report, 2));
        assertThat(second.path("approved").booleanValue()).isFalse();
        assertThat(second.path("jabatan").isNull()).isTrue();
        success(people.logIn(ani.text("email"), ani.text("password")), 200, "session");
    }

    @Test
    void whoHasNoPasswordSignsInOnceAnAdminHasSetOne() {
        var email = Samples.email();
        var user = line(send(newId(), person(email).with("approved", true)).payload(), 1);
        for (var tried : new String[] {"", "null", Samples.PASSWORD}) {
            assertThat(people.logIn(email, tried).status()).isBetween(400, 401);
        }

        success(admin().put("/api/users/" + user.path("id"), Fields.of("password", Samples.PASSWORD)), 200, "user");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> success(people.logIn(email, Samples.PASSWORD), 200, "session"));
    }

    @Test
    void aLineThatIsWrongCostsOnlyItselfAndRepeatsNothing() {
        var taken = Samples.user();
        admin().post("/api/users", taken);
        var good = Samples.email();
        var body = Stream.of(
                        person(good).toString(),
                        Samples.user()
                                .with("email", "secret-nobody")
                                .with("NIP", "123secret")
                                .with("password", "secret")
                                .toString(),
                        person(taken.text("email").toUpperCase(Locale.ROOT)).toString(),
                        person(Samples.email()).with("roleId", 999999999).toString(),
                        "{\"email\": secret",
                        "[\"secret\"]",
                        person(good.toUpperCase(Locale.ROOT)).toString(),
                        "",
                        person(Samples.email()).with("surname", "secret").toString(),
                        person(Samples.email()).toString())
                .collect(Collectors.joining("\r\n"));

        var answer = send(newId(), NDJSON, body);

        var report = success(answer, 200, "import");
        assertThat(answer.text()).doesNotContain("secret");
        assertThat(outcomes(report))
                .containsExactly(
                        "1 added",
                        "2 refused",
                        "3 refused",
                        "4 refused",
                        "5 refused",
                        "6 refused",
                        "7 refused",
                        "9 refused",
                        "10 added");
        assertThat(fieldsOf(report, 2)).containsExactlyInAnyOrder("email", "NIP", "password");
        assertThat(fieldsOf(report, 3)).containsExactly("email");
        assertThat(fieldsOf(report, 4)).containsExactly("roleId");
        assertThat(fieldsOf(report, 5)).containsExactly("line");
        assertThat(fieldsOf(report, 6)).containsExactly("line");
        assertThat(line(report, 7).toString()).contains("stands in line 1 already");
        assertThat(fieldsOf(report, 9)).containsExactly("surname");
        assertThat(report.path("refused").intValue()).isEqualTo(7);
    }

    @Test
    void takesCsvWithTheNamesOfFieldsInItsFirstLine() {
        var ani = Samples.email();
        var budi = Samples.email();
        var body = "\uFEFFemail,name,gender,NIP,jabatan,approved,roleId,password\r\n"
                + ani + ",\"Ani \"\"Ibu\"\" Lestari, S.E.\",P," + Samples.nip() + ",,true,3,\r\n"
                + budi + ",\"Budi\",,,=1+1,false,,\n"
                + Samples.email() + ",Citra,,,,yes,x,\n"
                + "too,few\n";

        var report = success(send(newId(), CSV, body), 200, "import");

        assertThat(outcomes(report)).containsExactly("2 added", "3 added", "4 refused", "5 refused");
        assertThat(fieldsOf(report, 4)).containsExactlyInAnyOrder("approved", "roleId");
        assertThat(fieldsOf(report, 5)).containsExactly("line");
        var first = read(line(report, 2));
        assertThat(first.path("name").stringValue()).isEqualTo("Ani \"Ibu\" Lestari, S.E.");
        assertThat(first.path("approved").booleanValue()).isTrue();
        assertThat(first.path("jabatan").isNull()).isTrue();
        assertThat(read(line(report, 3)).path("jabatan").stringValue()).isEqualTo("=1+1");
    }

    @Test
    void theSameLinesAgainAddOnlyWhoIsMissingAndNobodyWhoWasDeletedOrErased() {
        var id = newId();
        var lines = IntStream.range(0, 4).mapToObj(i -> person(Samples.email())).toArray(Fields[]::new);
        var first = success(send(id, Arrays.copyOf(lines, 3)), 200, "import");
        var ids = IntStream.rangeClosed(1, 3)
                .map(line -> line(first, line).path("id").intValue())
                .toArray();
        admin().delete("/api/users/" + ids[1]);
        success(
                admin().post(
                                "/api/admin/users/" + ids[2] + "/erase",
                                Fields.of("reason", "asked for by letter").with("delete", true)),
                201,
                "erasure");

        var again = success(send(id, lines), 200, "import");

        assertThat(outcomes(again)).containsExactly("1 present", "2 deleted", "3 deleted", "4 added");
        for (var line = 1; line <= 3; line++) {
            assertThat(line(again, line).path("id").intValue()).isEqualTo(ids[line - 1]);
        }
        assertThat(outcomes(success(send(id, lines[3], lines[0]), 200, "import")))
                .containsExactly("1 present", "2 present");
        assertThat(outcomes(success(send(newId(), lines[0], lines[1]), 200, "import")))
                .as("another import knows nothing of it")
                .containsExactly("1 refused", "2 added");
    }

    @Test
    void aDryRunSaysWhatWouldComeOfItAndAddsNobody() {
        var id = newId();
        var there = person(Samples.email());
        send(id, there);
        var next = person(Samples.email());
        var lines = body(there, next, person("nobody"), person(Samples.email()).with("roleId", 999999999));

        var report = success(send(id + "&dryRun=true", NDJSON, lines), 200, "import");

        assertThat(report.path("dryRun").booleanValue()).isTrue();
        assertThat(outcomes(report)).containsExactly("1 present", "2 valid", "3 refused", "4 refused");
        assertThat(line(report, 2).has("id")).isFalse();
        assertThat(outcomes(success(send(newId(), next), 200, "import"))).containsExactly("1 added");
    }

    @Test
    void manyAreAddedInTheirOrderWhereverAWrongOneStands() {
        var lines = IntStream.range(0, 600)
                .mapToObj(i -> i % 97 == 5 ? person("nobody") : person(Samples.email()))
                .toArray(Fields[]::new);

        var report = success(send(newId(), lines), 200, "import");

        var ids = StreamSupport.stream(report.path("lines").spliterator(), false)
                .filter(line -> line.has("id"))
                .map(line -> line.path("id").intValue())
                .toList();
        assertThat(ids).hasSize(593).isSorted().doesNotHaveDuplicates();
        assertThat(report.path("added").intValue()).isEqualTo(593);
        assertThat(report.path("refused").intValue()).isEqualTo(7);
        assertThat(read(line(report, 600)).path("email").stringValue()).isEqualTo(lines[599].text("email"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?id=", "?id=-x", "?id=a%20b", "?id=a&id=b", "?dryRun=true"})
    void needsAName(String query) {
        validationError(post(query, NDJSON, person(Samples.email()).toString()), "id");
    }

    @Test
    void refusesABodyThatIsNoImport() {
        validationError(send(newId() + "&dryRun=maybe", person(Samples.email())), "dryRun");
        for (var empty : new String[] {"", "\n\n", " "}) {
            validationError(send(newId(), NDJSON, empty), "body");
        }
        validationError(send(newId(), CSV, "email,name\n"), "body");
        validationError(send(newId(), CSV, "email,email\na,b\n"), "body");
        validationError(send(newId(), CSV, "email,name\n\"a\"b,c\n"), "body");
        validationError(send(newId(), NDJSON, "{}\n".repeat(10_001)), "body");
        var noText = "{\"name\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        validationError(
                admin().request("POST", IMPORT + "?id=" + newId())
                        .body(NDJSON, noText)
                        .send(),
                "body");
        assertThat(error(post("?id=" + newId(), "application/json", "{}"), 415)).contains(NDJSON, CSV);
        assertThat(error(post("?id=" + newId(), NDJSON, " ".repeat((8 << 20) + 1)), 413))
                .contains("8192 KiB");
    }

    @Test
    void isForAdminsOnly() {
        var body = person(Samples.email()).toString();
        assertThat(Stream.of(
                                anonymous(),
                                people.approved().client(),
                                people.auditor().client())
                        .map(client -> client.request("POST", IMPORT + "?id=" + newId())
                                .body(NDJSON, body)
                                .send()
                                .status()))
                .containsExactly(401, 403, 403);
    }

    private static String newId() {
        return Samples.unique("import");
    }

    private static Fields person(String email) {
        return Fields.of("email", email).with("name", "Citra Dewi");
    }

    private Answer send(String id, Fields... lines) {
        return send(id, NDJSON, body(lines));
    }

    private Answer send(String id, String type, String body) {
        return post("?id=" + id, type, body);
    }

    private Answer post(String query, String type, String body) {
        // One import is taken at a time; who is turned away tries again, as the answer says.
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> admin().request("POST", IMPORT + query)
                                .body(type, body)
                                .send(),
                        answer -> answer.status() != 503);
    }

    private static String body(Fields... lines) {
        return Arrays.stream(lines).map(Fields::toString).collect(Collectors.joining("\n"));
    }

    private JsonNode read(JsonNode line) {
        var read = admin().request("GET", "/api/users/" + line.path("id"))
                .header(
                        RollbookClient.CONSISTENCY_TOKEN,
                        line.path("consistencyToken").stringValue())
                .send();
        return success(read, 200, "user");
    }

    private static JsonNode line(JsonNode report, int number) {
        return StreamSupport.stream(report.path("lines").spliterator(), false)
                .filter(line -> line.path("line").intValue() == number)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> outcomes(JsonNode report) {
        return StreamSupport.stream(report.path("lines").spliterator(), false)
                .map(line -> line.path("line") + " " + line.path("outcome").stringValue())
                .toList();
    }

    private static List<String> fieldsOf(JsonNode report, int line) {
        return StreamSupport.stream(line(report, line).path("errors").spliterator(), false)
                .map(error -> error.path("field").stringValue())
                .toList();
    }
}
