package io.rollbook.benchmarks;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Keycloak, with as many people. Its administrator's token lives for hours here, so that signing in is not measured.
 *
 * @param users the ids of the people
 * @param emails their emails
 */
record Peer(URI origin, String token, List<String> users, List<String> emails) {

    private static final String REALM = "/admin/realms/bench";

    // It cannot list many thousands in time.
    private static final int AT_ONCE = 500;

    static Peer fill(URI origin, int people) {
        new Api(origin, signIn(origin))
                .json(
                        "PUT",
                        "/admin/realms/master",
                        "{\"accessTokenLifespan\":36000,\"ssoSessionMaxLifespan\":36000,\"ssoSessionIdleTimeout\":36000}");
        var token = signIn(origin);
        var admin = new Api(origin, token);
        admin.send("POST", "/admin/realms", "{\"realm\":\"bench\",\"enabled\":true}", "");
        for (var i = admin.json("GET", REALM + "/users/count", "").asInt(); i < people; i++) {
            admin.send("POST", REALM + "/users", """
                    {"username":"person%1$s","email":"person%1$s@example.org","firstName":"Person","lastName":"%1$s",
                     "enabled":true}
                    """.formatted(i), "");
        }
        var users = IntStream.iterate(0, first -> first < people, first -> first + AT_ONCE)
                .mapToObj(first -> admin.json("GET", REALM + "/users?first=%s&max=%s".formatted(first, AT_ONCE), ""))
                .flatMap(page -> StreamSupport.stream(page.spliterator(), false))
                .toList();
        return new Peer(
                origin,
                token,
                users.stream().map(user -> user.path("id").asString()).toList(),
                users.stream().map(user -> user.path("email").asString()).toList());
    }

    Request request(String method, String path, String body, List<String> picks) {
        return new Request(origin, method, REALM + path, body, List.of(token), picks);
    }

    private static String signIn(URI origin) {
        return new Api(origin, null)
                .json(
                        "POST",
                        "/realms/master/protocol/openid-connect/token",
                        "client_id=admin-cli&username=admin&password=admin&grant_type=password")
                .path("access_token")
                .asString();
    }
}
