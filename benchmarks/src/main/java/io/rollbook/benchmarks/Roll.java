package io.rollbook.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A roll to measure: administrators who take turns with their tokens, and people.
 *
 * @param admins their bearer tokens
 * @param users the ids of the people
 * @param emails their emails
 */
record Roll(URI origin, List<String> admins, List<String> users, List<String> emails) {

    private static final int ADMINS = 8;
    private static final String PASSWORD = "eight loud valleys at dawn";

    static Roll fill(URI origin, int people) {
        var run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        var first = new Api(origin, signIn(origin, Standalone.ADMIN_EMAIL, Standalone.ADMIN_PASSWORD));
        var admins = new ArrayList<String>();
        for (var i = 0; i < ADMINS; i++) {
            var email = "admin%s.%s@example.org".formatted(i, run);
            add(first, email, "Admin " + i, 1);
            admins.add(signIn(origin, email, PASSWORD));
        }
        var users = new ArrayList<String>();
        var emails = new ArrayList<String>();
        for (var i = 0; i < people; i++) {
            var email = "person%s.%s@example.org".formatted(i, run);
            users.add(add(first, email, "Person " + i, 3));
            emails.add(email);
        }
        return new Roll(origin, List.copyOf(admins), List.copyOf(users), List.copyOf(emails));
    }

    /** An administrator's requests. */
    Api api() {
        return new Api(origin, admins.getFirst());
    }

    private static String add(Api admin, String email, String name, int role) {
        var body = """
                {"email":"%s","name":"%s","password":"%s","approved":true,"roleId":%s,"NIP":"198501012010011001",
                 "gender":"P","jabatan":"Analis"}
                """.formatted(email, name, PASSWORD, role);
        return admin.json("POST", "/api/users", body).at("/data/data/id").asString();
    }

    private static String signIn(URI origin, String email, String password) {
        var body = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
        return new Api(origin, null)
                .json("POST", "/api/auth/login", body)
                .at("/data/data/token")
                .asString();
    }
}
