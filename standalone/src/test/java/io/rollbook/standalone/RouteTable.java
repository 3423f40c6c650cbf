package io.rollbook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.People;
import io.rollbook.standalone.support.Person;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.Samples;
import io.rollbook.web.request.Body;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/** Every route there is, each used in the ways that matter, and the routes that the code maps. */
final class RouteTable {

    private static final Verdict[] EVERYBODY = {
        Verdict.ALLOWED, Verdict.ALLOWED, Verdict.ALLOWED, Verdict.ALLOWED, Verdict.ALLOWED
    };
    private static final Verdict[] SIGNED_IN = {
        Verdict.UNAUTHENTICATED, Verdict.ALLOWED, Verdict.ALLOWED, Verdict.ALLOWED, Verdict.ALLOWED
    };
    private static final Verdict[] APPROVED = {
        Verdict.UNAUTHENTICATED, Verdict.FORBIDDEN, Verdict.ALLOWED, Verdict.ALLOWED, Verdict.ALLOWED
    };
    private static final Verdict[] AUDITOR = {
        Verdict.UNAUTHENTICATED, Verdict.FORBIDDEN, Verdict.FORBIDDEN, Verdict.ALLOWED, Verdict.ALLOWED
    };
    private static final Verdict[] ADMIN = {
        Verdict.UNAUTHENTICATED, Verdict.FORBIDDEN, Verdict.FORBIDDEN, Verdict.FORBIDDEN, Verdict.ALLOWED
    };

    private static final Verdict[] AUDITOR_UNSEEN = {
        Verdict.UNAUTHENTICATED, Verdict.FORBIDDEN, Verdict.HIDDEN, Verdict.ALLOWED, Verdict.ALLOWED
    };

    private static final String NO_SESSION = "0b1a6f5e-3a52-4c3f-9d8e-5f7a1c2b3d4e";

    private final People people;
    private final boolean fresh;
    private final Map<String, String> made = new HashMap<>();
    private List<Caller> callers = List.of();

    private RouteTable(People people, boolean fresh) {
        this.people = people;
        this.fresh = fresh;
    }

    /** Routes that act on something of its own each time. */
    static RouteTable acting(People people) {
        return new RouteTable(people, true);
    }

    /** Routes that act on the same again and again, and by the caller's own client: for requests that do nothing. */
    static RouteTable idle(People people) {
        return new RouteTable(people, false);
    }

    enum Verdict {
        ALLOWED,
        UNAUTHENTICATED,
        FORBIDDEN,
        /** As if what the path names did not exist. */
        HIDDEN;

        static Verdict of(Answer answer) {
            return switch (answer.status()) {
                case 401 -> UNAUTHENTICATED;
                case 403 -> FORBIDDEN;
                case 400 -> HIDDEN;
                default -> ALLOWED;
            };
        }
    }

    /**
     * @param id the caller's, or nobody's in particular for who is not signed in
     */
    record Caller(String kind, int id, RollbookClient client) {}

    /**
     * A route, used in one way.
     *
     * @param verdicts for the callers in the order of {@link #callers()}
     */
    record Row(String method, String route, String use, Function<Caller, Answer> call, List<Verdict> verdicts) {

        String mapping() {
            return method + " " + route;
        }
    }

    /** One of each kind. They change their own names, so all but the admin are the table's own. */
    synchronized List<Caller> callers() {
        if (callers.isEmpty()) {
            var approved = people.newApproved();
            callers = List.of(
                    new Caller("anonymous", approved.id(), people.anonymous()),
                    caller("not approved", people.newPerson(false, 3)),
                    caller("approved", approved),
                    caller("auditor", people.newPerson(true, 2)),
                    caller("admin", people.admin()));
        }
        return callers;
    }

    private static Caller caller(String kind, Person person) {
        return new Caller(kind, person.id(), person.client());
    }

    List<Row> rows() {
        return List.of(
                // Register, login.
                row(
                        "POST /api/auth/register",
                        "",
                        EVERYBODY,
                        by -> by.client().post("/api/auth/register", Samples.registration())),
                row("POST /api/auth/login", "", EVERYBODY, by -> by.client().post("/api/auth/login", credentials())),
                // Own authenticated, sign out.
                row("POST /api/auth/session", "", SIGNED_IN, by -> by.client().post("/api/auth/session")),
                row(
                        "DELETE /api/auth/session",
                        "",
                        SIGNED_IN,
                        by -> likewise(by).delete("/api/auth/session")),
                row("GET /api/auth/sessions", "", APPROVED, by -> by.client().get("/api/auth/sessions")),
                row("DELETE /api/auth/sessions/{}", "", APPROVED, by -> endSession(likewise(by))),
                row(
                        "GET /api/auth/authenticated",
                        "",
                        SIGNED_IN,
                        by -> by.client().get("/api/auth/authenticated")),
                // Own user: read, change name, gender, jabatan, password; read all users.
                row("GET /api/users/{}", "own", APPROVED, by -> by.client().get("/api/users/" + by.id())),
                row("GET /api/users/{}", "another's", AUDITOR, by -> by.client().get(newUser())),
                row("GET /api/users", "", AUDITOR, by -> by.client().get("/api/users")),
                row(
                        "PUT /api/users/{}",
                        "own name, gender, jabatan",
                        APPROVED,
                        by -> by.client().put("/api/users/" + by.id(), ownFields())),
                row(
                        "PUT /api/users/{}",
                        "own NIP",
                        ADMIN,
                        by -> by.client().put("/api/users/" + by.id(), Fields.of("NIP", Samples.nip()))),
                row(
                        "PUT /api/users/{}",
                        "another's name",
                        ADMIN,
                        by -> by.client().put(newUser(), ownFields())),
                row("POST /api/users", "", ADMIN, by -> by.client().post("/api/users", Samples.user())),
                row("POST /api/admin/users/import", "", ADMIN, by -> importOne(by.client())),
                row("DELETE /api/users/{}", "", ADMIN, by -> by.client().delete(newUser())),
                row("POST /api/users/{}/approve", "", ADMIN, by -> by.client().post(newUser() + "/approve")),
                row("PUT /api/users/{}/approve", "", ADMIN, by -> by.client().put(newUser() + "/approve")),
                row("DELETE /api/users/{}/approve", "", ADMIN, by -> by.client().delete(newUser() + "/approve")),
                row("PUT /api/users/{}/disable", "", ADMIN, by -> by.client().put(newUser() + "/disable")),
                row(
                        "DELETE /api/users/{}/sessions",
                        "",
                        ADMIN,
                        by -> by.client().delete(newUser() + "/sessions")),
                // Read roles.
                row("GET /api/roles", "", APPROVED, by -> by.client().get("/api/roles")),
                row("GET /api/roles/{}", "", APPROVED, by -> by.client().get("/api/roles/1")),
                row("GET /api/roles/{}/users", "", AUDITOR, by -> by.client().get("/api/roles/1/users")),
                row("POST /api/roles", "", ADMIN, by -> by.client().post("/api/roles", Samples.role())),
                row("PUT /api/roles/{}", "", ADMIN, by -> by.client().put(newRole(), Samples.role())),
                row("DELETE /api/roles/{}", "", ADMIN, by -> by.client().delete(newRole())),
                // Own integrations: add, read.
                row(
                        "POST /api/userIntegration",
                        "own",
                        APPROVED,
                        by -> by.client().post("/api/userIntegration", Samples.integration(by.id()))),
                row(
                        "POST /api/userIntegration",
                        "another's",
                        ADMIN,
                        by -> by.client().post("/api/userIntegration", Samples.integration(idOf(newUser())))),
                row(
                        "GET /api/userIntegration",
                        "own",
                        APPROVED,
                        by -> by.client().get("/api/userIntegration?page=1&limit=10")),
                row(
                        "GET /api/userIntegration",
                        "another's",
                        AUDITOR,
                        by -> by.client().get("/api/userIntegration?page=1&limit=10&userId=user-" + idOf(newUser()))),
                row(
                        "GET /api/userIntegration/{}",
                        "own",
                        APPROVED,
                        by -> by.client().get("/api/userIntegration/" + newIntegration(by.id()))),
                row(
                        "GET /api/userIntegration/{}",
                        "another's",
                        AUDITOR_UNSEEN,
                        by -> by.client().get("/api/userIntegration/" + newIntegration(idOf(newUser())))),
                row(
                        "PATCH /api/admin/userIntegration/{}",
                        "",
                        ADMIN,
                        by -> by.client()
                                .patch(
                                        "/api/admin/userIntegration/" + newIntegration(by.id()),
                                        Fields.of("isconnected", true))),
                row(
                        "DELETE /api/admin/userIntegration/{}",
                        "",
                        ADMIN,
                        by -> by.client().delete("/api/admin/userIntegration/" + newIntegration(by.id()))),
                // What is held about a person.
                row(
                        "GET /api/users/{}/data-package",
                        "own",
                        APPROVED,
                        by -> by.client().get("/api/users/" + by.id() + "/data-package")),
                row(
                        "GET /api/users/{}/data-package",
                        "another's",
                        ADMIN,
                        by -> by.client().get(newUser() + "/data-package")),
                // Erasing.
                row(
                        "POST /api/admin/users/{}/erase",
                        "",
                        ADMIN,
                        by -> by.client().post("/api/admin" + newUser().substring(4) + "/erase", erasure())),
                row("GET /api/admin/erasures", "", AUDITOR, by -> by.client().get("/api/admin/erasures")),
                // Accounts at the identity provider.
                row(
                        "GET /api/admin/identity/drift",
                        "",
                        ADMIN,
                        by -> by.client().get("/api/admin/identity/drift")),
                row(
                        "POST /api/admin/identity/drift/repair",
                        "",
                        ADMIN,
                        by -> by.client().post("/api/admin/identity/drift/repair")),
                // The topic.
                row("POST /api/admin/republish", "", ADMIN, by -> by.client().post("/api/admin/republish")),
                row("GET /api/admin/republish", "", ADMIN, by -> by.client().get("/api/admin/republish")),
                row("GET /api/admin/dead-letters", "", ADMIN, by -> by.client().get("/api/admin/dead-letters")));
    }

    private static Row row(String mapping, String use, Verdict[] verdicts, Function<Caller, Answer> call) {
        var parts = mapping.split(" ", 2);
        return new Row(parts[0], parts[1], use, call, List.of(verdicts));
    }

    static List<Method> mappedMethods() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
        return Stream.of("io.rollbook.command", "io.rollbook.query", "io.rollbook.standalone")
                .flatMap(root -> scanner.findCandidateComponents(root).stream())
                .map(found -> ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null))
                .flatMap(controller -> Arrays.stream(controller.getDeclaredMethods()))
                .filter(method -> AnnotatedElementUtils.hasAnnotation(method, RequestMapping.class))
                .toList();
    }

    /** Every mapped method and path under {@code /api}, its variables without their names. */
    static List<String> mappedRoutes() {
        return mappedMethods().stream()
                .flatMap(RouteTable::routesOf)
                .filter(route -> route.contains(" /api/"))
                .distinct()
                .toList();
    }

    /** Whether the route reads a body. */
    static boolean takesBody(Row row) {
        return mappedMethods().stream()
                .filter(method -> routesOf(method).anyMatch(row.mapping()::equals))
                .flatMap(method -> Arrays.stream(method.getParameters()))
                .anyMatch(parameter ->
                        parameter.getType() == Body.class || parameter.isAnnotationPresent(RequestBody.class));
    }

    static Stream<String> routesOf(Method method) {
        var onClass = AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(), RequestMapping.class);
        var onMethod = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        return methodsOf(onMethod)
                .flatMap(verb -> pathsOf(onClass)
                        .flatMap(prefix -> pathsOf(onMethod)
                                .map(path -> verb + " " + (prefix + path).replaceAll("\\{[^}]*}", "{}"))));
    }

    private static Stream<RequestMethod> methodsOf(@Nullable RequestMapping mapping) {
        return mapping == null ? Stream.of() : Arrays.stream(mapping.method());
    }

    private static Stream<String> pathsOf(@Nullable RequestMapping mapping) {
        return mapping == null || mapping.path().length == 0 ? Stream.of("") : Arrays.stream(mapping.path());
    }

    /** Somebody of the same kind who may be signed out without the others missing them. */
    private RollbookClient likewise(Caller caller) {
        if (!fresh) {
            return caller.client();
        }
        return switch (caller.kind()) {
            case "anonymous" -> caller.client();
            case "auditor" -> people.newPerson(true, 2).client();
            case "admin" -> people.newPerson(true, 1).client();
            default -> people.newPerson(!caller.kind().startsWith("not"), 3).client();
        };
    }

    private Answer endSession(RollbookClient client) {
        var own = fresh
                ? client.get("/api/auth/sessions").payload().path(0).path("id").asString(NO_SESSION)
                : NO_SESSION;
        return client.delete("/api/auth/sessions/" + own);
    }

    private static Answer importOne(RollbookClient client) {
        return client.request("POST", "/api/admin/users/import?id=" + Samples.unique("import"))
                .body("application/x-ndjson", Samples.user().toString())
                .send();
    }

    private Fields credentials() {
        return Fields.of("email", people.approved().email())
                .with("password", people.approved().password());
    }

    private static Fields erasure() {
        return Fields.of("reason", "asked for by letter").with("delete", true);
    }

    private static Fields ownFields() {
        return Fields.of("name", "Own Name").with("gender", "P").with("jabatan", "Own Post");
    }

    private String newUser() {
        return "/api/users/" + added("user", () -> admin().post("/api/users", Samples.user()));
    }

    private String newRole() {
        return "/api/roles/" + added("role", () -> admin().post("/api/roles", Samples.role()));
    }

    private String newIntegration(int userId) {
        return added(
                "integration of " + userId, () -> admin().post("/api/userIntegration", Samples.integration(userId)));
    }

    /** Adds something and waits until it can be read, so that what follows answers about the caller, not about lag. */
    private String added(String what, Supplier<Answer> adding) {
        return fresh ? add(adding) : made.computeIfAbsent(what, key -> add(adding));
    }

    private String add(Supplier<Answer> adding) {
        var answer = adding.get();
        assertThat(answer.status()).as("%s", answer).isLessThan(300);
        admin().settled();
        return answer.payload().path("id").asString();
    }

    private RollbookClient admin() {
        return people.admin().client();
    }

    private static int idOf(String path) {
        return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }
}
