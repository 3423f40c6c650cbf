package io.rollbook.standalone.support;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Rollbook that runs outside this JVM. */
public abstract class RunningSystem implements AutoCloseable {

    /** Where a command service makes its key ring, in its data folder. */
    public static final Path KEY_RING = Path.of("personal", "key-ring.json");

    /** The first admin's address, for systems that are told one. */
    public static final String ADMIN_EMAIL = "admin@rollbook.test";

    /** The first admin's password, for systems that are told one. */
    public static final String ADMIN_PASSWORD = "the roll keeps everything";

    /** An origin that is not the own one and is listed, for systems that are told one. */
    public static final String FRONTEND = "https://app.rollbook.test";

    /** How long a request body may take to arrive at systems that are told so: less than a test likes to wait. */
    public static final Duration BODY_TIMEOUT = Duration.ofSeconds(3);

    private @Nullable People people;

    /** What both sides are told of the web. */
    static Map<String, String> webSettings() {
        return Map.of("ROLLBOOK_WEB_ALLOWEDORIGINS", FRONTEND, "ROLLBOOK_WEB_BODYTIMEOUT", BODY_TIMEOUT.toString());
    }

    /** Where changes go. */
    public abstract URI commands();

    /** Where reads go. */
    public abstract URI queries();

    /** Ends it, however it is doing. */
    @Override
    public abstract void close();

    /** The bearer token of whoever has just signed in: the one they were given, or one they get elsewhere. */
    String token(String email, String password, String given) {
        return given;
    }

    /** Whether its tokens are signed, as they are everywhere but in an emulator. */
    public boolean signsTokens() {
        return true;
    }

    /** Whether its origin has what is for operators; otherwise that is on a port of the inside, and only the probes are. */
    public boolean hasOperatorsEndpoints() {
        return true;
    }

    /** Those who use it, beginning with the first admin. */
    public synchronized People people() {
        if (people == null) {
            people = new People(RollbookClient.anonymous(commands(), queries()), this::token);
        }
        return people;
    }
}
