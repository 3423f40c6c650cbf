package io.rollbook.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows there are. Each request names another value, and another person where that is what is measured. */
final class Rows {

    static final String CREATE_ROLE = "create role";

    private static final int USUAL = 16;
    private static final List<Integer> CONNECTIONS = List.of(1, USUAL, 64);

    private final Load load;
    private final Roll roll;
    private final BareInserts inserts;
    private final @Nullable Peer peer;

    Rows(Load load, Roll roll, BareInserts inserts, @Nullable Peer peer) {
        this.load = load;
        this.roll = roll;
        this.inserts = inserts;
        this.peer = peer;
    }

    List<Row> all() {
        return Stream.of(writes(), reads(), Stream.of(signIn()))
                .flatMap(Function.identity())
                .toList();
    }

    /** What a command service can do alone. */
    List<Row> alone() {
        return List.of(
                named(createRole(USUAL), ", command service alone"),
                named(addIntegration(), ", command service alone"));
    }

    /** What may not cost more with a long history: that of an aggregate, and that of all. */
    List<Row> grown(List<String> young, List<String> old) {
        return List.of(
                rename("rename roles of ten events", young),
                rename("rename roles of a thousand events", old),
                named(createRole(USUAL), ", grown"),
                named(userById(), ", grown"));
    }

    private static Row named(Row row, String more) {
        return new Row(row.name() + more, row.sides());
    }

    private Row rename(String name, List<String> roles) {
        return write(
                name, USUAL, USUAL, ours("PUT", "/api/roles/{pick}", "{\"name\":\"Renamed {unique}\"}", roles), null);
    }

    private Row createRole(int connections) {
        return write(
                CREATE_ROLE,
                connections,
                connections,
                ours("POST", "/api/roles", "{\"name\":\"role {unique}\"}", List.of()),
                theirs("POST", "/roles", "{\"name\":\"role{unique}\"}", false));
    }

    private Row addIntegration() {
        return write(
                "add an integration",
                USUAL,
                USUAL,
                ours(
                        "POST",
                        "/api/userIntegration",
                        "{\"isconnected\":false,\"userId\":\"user-{pick}\",\"integrationId\":\"key-{unique}\"}",
                        roll.users()),
                null);
    }

    private Row userById() {
        return read("user by id", "/api/users/{pick}", roll.users(), theirs("GET", "/users/{pick}", "", true));
    }

    /** Requests of both kinds, until the JIT has seen them for that long on each side. */
    void warm(Duration time) {
        var half = time.dividedBy(2);
        for (var request : Stream.of(
                        ours("POST", "/api/roles", "{\"name\":\"warm {unique}\"}", List.of()),
                        theirs("POST", "/roles", "{\"name\":\"warm{unique}\"}", false),
                        ours("GET", "/api/users/{pick}", "", roll.users()),
                        theirs("GET", "/users/{pick}", "", true))
                .filter(Objects::nonNull)
                .toList()) {
            load.run(request, USUAL, half);
        }
    }

    /** Roles, one after the other on each of the usual connections. */
    Slice createRoles(Duration time) {
        return load.run(ours("POST", "/api/roles", "{\"name\":\"early {unique}\"}", List.of()), USUAL, time);
    }

    private Row signIn() {
        var sides = new LinkedHashMap<String, Function<Duration, Slice>>();
        var login = new Request(
                roll.origin(),
                "POST",
                "/api/auth/login",
                "{\"email\":\"{pick}\",\"password\":\"" + Roll.PASSWORD + "\"}",
                roll.admins(),
                roll.adminEmails());
        sides.put(Row.OURS, time -> load.run(login, USUAL, time));
        sides.put(Row.LIMIT, BarePasswords::run);
        return new Row("sign in", sides);
    }

    private Stream<Row> writes() {
        return Stream.of(
                        CONNECTIONS.stream().map(this::createRole),
                        Stream.of(addIntegration()),
                        CONNECTIONS.stream()
                                .map(connections -> write(
                                        "change distinct users",
                                        connections,
                                        connections,
                                        ours("PUT", "/api/users/{pick}", "{\"name\":\"Name {unique}\"}", roll.users()),
                                        theirs("PUT", "/users/{pick}", "{\"firstName\":\"Name{unique}\"}", true))),
                        Stream.of(write(
                                "change one hot user",
                                USUAL,
                                1,
                                ours(
                                        "PUT",
                                        "/api/users/" + roll.users().getFirst(),
                                        "{\"name\":\"Name {unique}\"}",
                                        List.of()),
                                peer == null
                                        ? null
                                        : peer.request(
                                                "PUT",
                                                "/users/" + peer.users().getFirst(),
                                                "{\"firstName\":\"Name{unique}\"}",
                                                List.of()))))
                .flatMap(Function.identity());
    }

    private Stream<Row> reads() {
        var last = Math.max(1, roll.users().size() / 20);
        return Stream.of(
                userById(),
                read(
                        "list of 20",
                        "/api/users?page=1&limit=20",
                        List.of(),
                        theirs("GET", "/users?first=0&max=20", "", false)),
                read(
                        "list of 20, the last page",
                        "/api/users?page=%s&limit=20".formatted(last),
                        List.of(),
                        theirs("GET", "/users?first=%s&max=20".formatted((last - 1) * 20), "", false)),
                read(
                        "find by email",
                        "/api/users?email={pick}",
                        roll.emails(),
                        peer == null ? null : peer.request("GET", "/users?email={pick}&exact=true", "", peer.emails())),
                read(
                        "search by a prefix",
                        "/api/users?q={pick}&page=1&limit=20",
                        roll.emails().stream()
                                .map(email -> email.substring(0, email.indexOf('.')))
                                .toList(),
                        null),
                read("who holds a role", "/api/roles/1/users", List.of(), null),
                read(
                        "integrations of a user",
                        "/api/userIntegration?userId=user-{pick}&page=1&limit=20",
                        roll.users(),
                        null));
    }

    private Row write(String name, int connections, int writers, Request ours, @Nullable Request theirs) {
        var sides = new LinkedHashMap<String, Function<Duration, Slice>>();
        sides.put(Row.OURS, time -> load.run(ours, connections, time));
        sides.put(Row.LIMIT, time -> inserts.run(writers, time));
        addPeer(sides, theirs, connections);
        return new Row(name + ", " + connections + (connections == 1 ? " connection" : " connections"), sides);
    }

    private Row read(String name, String path, List<String> picks, @Nullable Request theirs) {
        var ours = ours("GET", path, "", picks);
        var example = path.replace("{pick}", picks.isEmpty() ? "" : picks.getFirst());
        var bytes = roll.api().json("GET", example, "").toString().length();
        var constant = Request.get(roll.origin(), "/api/benchmark/constant/" + bytes, roll.admins(), List.of());
        var sides = new LinkedHashMap<String, Function<Duration, Slice>>();
        sides.put(Row.OURS, time -> load.run(ours, USUAL, time));
        sides.put(Row.LIMIT, time -> load.run(constant, USUAL, time));
        addPeer(sides, theirs, USUAL);
        return new Row(name, sides);
    }

    private void addPeer(
            LinkedHashMap<String, Function<Duration, Slice>> sides, @Nullable Request theirs, int connections) {
        if (theirs != null) {
            sides.put(Row.PEER, time -> load.run(theirs, connections, time));
        }
    }

    private Request ours(String method, String path, String body, List<String> picks) {
        return new Request(roll.origin(), method, path, body, roll.admins(), picks);
    }

    private @Nullable Request theirs(String method, String path, String body, boolean ofAUser) {
        return peer == null ? null : peer.request(method, path, body, ofAUser ? peer.users() : List.of());
    }
}
