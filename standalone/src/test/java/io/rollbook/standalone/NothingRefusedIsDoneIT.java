package io.rollbook.standalone;

import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.rollbook.standalone.RouteTable.Caller;
import io.rollbook.standalone.RouteTable.Row;
import io.rollbook.standalone.RouteTable.Verdict;
import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RollbookClient.Request;
import io.rollbook.standalone.support.RunningStandalone;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * A request that is refused has done nothing: every route that changes something is sent every kind of refusal, and then
 * the store, the claims and the accounts are as before, and no answer hands out anything. {@link WhoMayDoWhatIT} sees to it
 * that a new route is among them.
 */
@OnSharedSystem
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NothingRefusedIsDoneIT {

    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final List<String> HANDED_OUT =
            List.of("Set-Cookie", "ETag", "X-Consistency-Token", "X-Consistency", "RateLimit", "Location");

    private final RunningStandalone standalone;
    private final RouteTable table;
    private final Connection store;

    NothingRefusedIsDoneIT(RunningStandalone standalone) throws SQLException {
        this.standalone = standalone;
        this.table = RouteTable.idle(standalone.people());
        this.store = standalone.eventStore();
    }

    /** A way to be refused. */
    private record Refusal(String name, int status, Predicate<Row> applies, Consumer<Request> how) {}

    private static List<Refusal> forms() {
        Predicate<Row> always = row -> true;
        Predicate<Row> withBody = RouteTable::takesBody;
        return List.of(
                accepting("text/html"),
                accepting("image/*, application/xml;q=0.9"),
                accepting("application/json;q=0"),
                accepting("*/*, application/json;q=0"),
                accepting("application/vnd.api+json"),
                accepting("nonsense"),
                new Refusal("text", 415, withBody, request -> request.body("text/plain", "{}")),
                new Refusal(
                        "a form",
                        415,
                        withBody,
                        request -> request.body("application/x-www-form-urlencoded", "name=x")),
                header(415, "Content-Encoding", "gzip"),
                header(415, "Content-Encoding", "identity, br"),
                new Refusal("UTF-16", 415, always, request -> request.body("application/json; charset=utf-16", "{}")),
                header(412, "If-Match", "\"999999\""),
                header(412, "If-Match", "W/\"0\", \"three\""),
                header(400, "If-Match", "999999"),
                new Refusal("no JSON", 400, withBody, request -> request.body("application/json", "{")),
                new Refusal(
                        "an unknown field",
                        400,
                        withBody,
                        request -> request.body("application/json", "{\"nothing\":1}")),
                new Refusal(
                        "too much",
                        413,
                        row -> !row.route().endsWith("/import"),
                        request -> request.body("application/json", "{\"name\":\"" + "x".repeat(64 * 1024) + "\"}")));
    }

    private static Refusal accepting(String ranges) {
        return header(406, "Accept", ranges);
    }

    private static Refusal header(int status, String name, String value) {
        return new Refusal(name + ": " + value, status, row -> true, request -> request.header(name, value));
    }

    @BeforeAll
    void whatOthersBeganIsDone() {
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> "0"
                                .equals(
                                        text(
                                                "select count(*)::text from integration_claim join user_claim using (user_id) where deleted")));
    }

    @AfterAll
    void close() throws SQLException {
        store.close();
    }

    @TestFactory
    Stream<DynamicTest> forTheFormOfTheRequest() {
        var admin = table.callers().getLast();
        return changing()
                .flatMap(row -> forms().stream()
                        .filter(refusal -> refusal.applies().test(row))
                        .map(refusal -> refused(row, refusal.name(), refusal.status(), admin, refusal.how())));
    }

    @TestFactory
    Stream<DynamicTest> forWhoSendsIt() {
        return changing()
                .flatMap(row -> Stream.iterate(0, i -> i < row.verdicts().size(), i -> i + 1)
                        .filter(i -> row.verdicts().get(i) != Verdict.ALLOWED)
                        .map(i -> {
                            var status = switch (row.verdicts().get(i)) {
                                case UNAUTHENTICATED -> 401;
                                case FORBIDDEN -> 403;
                                case HIDDEN -> 400;
                                case ALLOWED -> throw new IllegalStateException("nothing is refused");
                            };
                            var caller = table.callers().get(i);
                            return refused(row, caller.kind(), status, caller, request -> {});
                        }));
    }

    @TestFactory
    Stream<DynamicTest> forASessionThatAnotherSiteUses() {
        var admin = table.callers().getLast();
        var cookie = sessionCookie(admin.client());
        return changing()
                .filter(row -> row.verdicts().getFirst() != Verdict.ALLOWED)
                .map(row -> refused(
                        row,
                        "another site's page",
                        403,
                        new Caller("admin", admin.id(), standalone.people().anonymous()),
                        request -> request.header("Cookie", cookie).header("Origin", "https://elsewhere.test")));
    }

    @Test
    void aStrangerWhoIsRefusedIsNoWarning() {
        var anonymous = standalone.people().anonymous();
        var before = standalone.output().size();

        assertThat(Stream.of(
                                anonymous.get("/no-such-page"),
                                anonymous.get("/api/nothing"),
                                anonymous.post("/api/nothing"),
                                anonymous.get("/api/users"),
                                anonymous.get("/api/users/7/nothing"),
                                anonymous.delete("/api/users"),
                                anonymous.get("/actuator/nothing"),
                                anonymous.get("/actuator/prometheus"))
                        .map(Answer::status))
                .containsExactly(404, 404, 404, 401, 404, 405, 404, 401);

        var output = standalone.output();
        assertThat(output.subList(before, output.size()))
                .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
    }

    private Stream<Row> changing() {
        return table.rows().stream().filter(row -> !SAFE.contains(row.method()));
    }

    private DynamicTest refused(Row row, String refusal, int status, Caller caller, Consumer<Request> how) {
        var name = "%s %s for %s is %s".formatted(row.mapping(), row.use(), refusal, status);
        return dynamicTest(name, () -> {
            var before = new ArrayList<String>();
            var client = caller.client().altering(request -> {
                how.accept(request);
                before.add(everything());
            });
            var answer = row.call().apply(new Caller(caller.kind(), caller.id(), client));

            assertThat(answer.status()).as("%s", answer).isEqualTo(status);
            assertThat(before).containsExactly(everything());
            assertThat(HANDED_OUT).as("%s", answer).allMatch(field -> answer.header(field) == null);
        });
    }

    private static String sessionCookie(RollbookClient admin) {
        var answer = admin.post("/api/auth/session");
        success(answer, 200, "session");
        return answer.allHeaders("Set-Cookie").getFirst().split(";", 2)[0];
    }

    /** The size of the history, and the contents of what is kept beside it. */
    private String everything() {
        return text("""
                select concat_ws(' ',
                    (select count(*) from domain_event),
                    (select md5(string_agg(c::text, '|' order by c.user_id)) from user_claim c),
                    (select md5(string_agg(c::text, '|' order by c.role_id)) from role_claim c),
                    (select md5(string_agg(c::text, '|' order by c.user_integration_id)) from integration_claim c),
                    (select md5(string_agg(a::text, '|' order by a.uid)) from local_account a),
                    (select md5(string_agg(k::text, '|' order by k.user_id)) from data_key k),
                    (select count(*) from erasure),
                    (select count(*) from account_change),
                    (select count(*) from account_enrolment),
                    (select count(*) from imported_user))
                """);
    }

    private String text(String query) {
        try (var statement = store.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
