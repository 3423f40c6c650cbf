package io.rollbook.standalone.support;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Test data that no other test has: many tests share one roll. */
public final class Samples {

    /** A password that every rule admits. */
    public static final String PASSWORD = "correct horse battery";

    private static final String RUN =
            Integer.toString(ThreadLocalRandom.current().nextInt(1 << 20), 36);
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private Samples() {}

    /** A word nobody used before, beginning with {@code kind}. */
    public static String unique(String kind) {
        return kind + "-" + RUN + "-" + COUNTER.incrementAndGet();
    }

    public static String email() {
        return unique("person") + "@rollbook.test";
    }

    /** 18 digits. */
    public static String nip() {
        return "1987" + String.format(Locale.ROOT, "%014d", COUNTER.incrementAndGet());
    }

    /** What {@code POST /api/auth/register} takes. */
    public static Fields registration() {
        return Fields.of("name", "Siti Rahma")
                .with("email", email())
                .with("password", PASSWORD)
                .with("confirmPassword", PASSWORD);
    }

    /** What {@code POST /api/users} takes, every field but {@code roleId} given; approved. */
    public static Fields user() {
        return Fields.of("email", email())
                .with("password", PASSWORD)
                .with("name", "Budi Santoso")
                .with("gender", "L")
                .with("NIP", nip())
                .with("jabatan", unique("Analis"))
                .with("approved", true);
    }

    /** What {@code POST /api/userIntegration} takes. */
    public static Fields integration(int userId) {
        return Fields.of("isconnected", false)
                .with("userId", "user-" + userId)
                .with("integrationId", unique("integration"));
    }

    /** What {@code POST /api/roles} takes. */
    public static Fields role() {
        return Fields.of("name", unique("Bendahara"));
    }
}
