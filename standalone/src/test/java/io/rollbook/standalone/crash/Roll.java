package io.rollbook.standalone.crash;

import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.integration;
import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.RollbookClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Everything on the roll at one moment.
 *
 * @param resources every user, role and integration by its path, as the contract shows it
 * @param roles the id of each user's role, by the user's path
 */
record Roll(Map<String, JsonNode> resources, Map<String, Integer> roles) {

    static final String USERS = "/api/users";
    static final String ROLES = "/api/roles";
    static final String INTEGRATIONS = "/api/userIntegration";

    private static final int PAGE = 100;

    /** What the reads show. Whatever they show twice is a failure. */
    static Roll read(RollbookClient admin) {
        var resources = new TreeMap<String, JsonNode>();
        var roles = new TreeMap<String, Integer>();
        put(resources, USERS, elements(success(admin.get(USERS), 200, "users")));
        var allRoles = elements(success(admin.get(ROLES), 200, "roles"));
        put(resources, ROLES, allRoles);
        put(resources, INTEGRATIONS, integrations(admin));
        for (var role : allRoles) {
            var id = role.path("id").intValue();
            var holders = success(admin.get(ROLES + "/" + id + "/users"), 200, "role");
            for (var user : elements(holders.path("users"))) {
                assertThat(roles.put(path(USERS, user), id))
                        .as("another role of %s", user)
                        .isNull();
            }
        }
        return new Roll(resources, roles);
    }

    static String path(String collection, JsonNode resource) {
        return collection + "/" + resource.path("id").asString();
    }

    private static void put(Map<String, JsonNode> resources, String collection, List<JsonNode> listed) {
        for (var resource : listed) {
            assertThat(resources.put(path(collection, resource), resource))
                    .as("listed twice: %s", resource)
                    .isNull();
        }
    }

    private static List<JsonNode> integrations(RollbookClient admin) {
        var all = new ArrayList<JsonNode>();
        for (var page = 1; ; page++) {
            var query = INTEGRATIONS + "?limit=" + PAGE + "&page=" + page;
            var listed = elements(integration(admin.get(query), null));
            all.addAll(listed);
            if (listed.size() < PAGE) {
                return all;
            }
        }
    }
}
