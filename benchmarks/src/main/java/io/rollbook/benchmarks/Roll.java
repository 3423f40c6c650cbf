package io.rollbook.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A roll to measure: administrators who take turns with their tokens, and people.
 *
 * @param admins the administrators' bearer tokens
 * @param adminEmails their emails, all with {@link #PASSWORD}
 * @param users the ids of the people
 * @param emails their emails
 */
record Roll(URI origin, List<String> admins, List<String> adminEmails, List<String> users, List<String> emails) {

    private static final int ADMINS = 8;
    private static final int AT_ONCE = 10_000;

    static final String PASSWORD = "eight loud valleys at dawn";

    static Roll fill(URI origin, int people) {
        var run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        var first = new Api(origin, signIn(origin, Running.ADMIN_EMAIL, Running.ADMIN_PASSWORD));
        var admins = new ArrayList<String>();
        var adminEmails = new ArrayList<String>();
        for (var i = 0; i < ADMINS; i++) {
            var email = "admin%s.%s@example.org".formatted(i, run);
            addAdmin(first, email, "Admin " + i);
            admins.add(signIn(origin, email, PASSWORD));
            adminEmails.add(email);
        }
        var emails = IntStream.range(0, people)
                .mapToObj(i -> "person%s.%s@example.org".formatted(i, run))
                .toList();
        var users = importAll(first, "people-" + run, emails);
        return new Roll(origin, List.copyOf(admins), adminEmails, users, emails);
    }

    /** Adds so many people more, of whom nothing is remembered here. */
    void importMany(int people) {
        var run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        importAll(
                api(),
                "more-" + run,
                IntStream.range(0, people)
                        .mapToObj(i -> "more%s.%s@example.org".formatted(i, run))
                        .toList());
    }

    // The real way into the store: thousands a second, without a password each.
    private static List<String> importAll(Api admin, String id, List<String> emails) {
        var ids = new ArrayList<String>();
        for (var from = 0; from < emails.size(); from += AT_ONCE) {
            var lines = emails.subList(from, Math.min(from + AT_ONCE, emails.size())).stream()
                    .map(email -> """
                            {"email":"%s","name":"Person of %s","approved":true,"roleId":3,"NIP":"198501012010011001",\
                            "gender":"P","jabatan":"Analis"}
                            """.formatted(email, email))
                    .collect(Collectors.joining());
            admin.json("POST", "/api/admin/users/import?id=" + id + "-" + from, lines)
                    .at("/data/data/lines")
                    .forEach(line -> ids.add(line.path("id").asString()));
        }
        return ids;
    }

    /** An administrator's requests. */
    Api api() {
        return new Api(origin, admins.getFirst());
    }

    private static void addAdmin(Api admin, String email, String name) {
        var body = """
                {"email":"%s","name":"%s","password":"%s","approved":true,"roleId":1}
                """.formatted(email, name, PASSWORD);
        admin.json("POST", "/api/users", body);
    }

    private static String signIn(URI origin, String email, String password) {
        var body = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
        return new Api(origin, null)
                .json("POST", "/api/auth/login", body)
                .at("/data/data/token")
                .asString();
    }
}
