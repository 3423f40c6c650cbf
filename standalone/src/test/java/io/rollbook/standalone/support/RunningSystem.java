package io.rollbook.standalone.support;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A Rollbook that runs outside this JVM. */
public abstract class RunningSystem implements AutoCloseable {

    /** The first admin's address, for systems that are told one. */
    public static final String ADMIN_EMAIL = "admin@rollbook.test";

    /** The first admin's password, for systems that are told one. */
    public static final String ADMIN_PASSWORD = "the roll keeps everything";

    private @Nullable People people;

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

    /** Those who use it, beginning with the first admin. */
    public synchronized People people() {
        if (people == null) {
            people = new People(RollbookClient.anonymous(commands(), queries()), this::token);
        }
        return people;
    }
}
