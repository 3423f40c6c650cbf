package io.rollbook.standalone.support;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Both services with Firebase as their identity provider, that is, its emulator. */
public final class RunningWithFirebase extends RunningSystem {

    private final FirebaseEmulator emulator;
    private final RunningServices services;

    private RunningWithFirebase(FirebaseEmulator emulator, RunningServices services) {
        this.emulator = emulator;
        this.services = services;
    }

    /** Starts it and them over {@code data}. */
    public static RunningWithFirebase start(Path data) {
        var emulator = FirebaseEmulator.start(data.resolve("emulator"));
        try {
            return new RunningWithFirebase(
                    emulator, RunningServices.start(data.resolve("rollbook"), settings(emulator.host())));
        } catch (RuntimeException | AssertionError e) {
            emulator.close();
            throw e;
        }
    }

    /** What an operator sets to use the emulator at {@code host}. */
    public static Map<String, String> settings(String host) {
        return Map.of(
                "ROLLBOOK_IDENTITY",
                "firebase",
                "ROLLBOOK_IDENTITY_FIREBASE_PROJECTID",
                FirebaseEmulator.PROJECT,
                "FIREBASE_AUTH_EMULATOR_HOST",
                host);
    }

    @Override
    public URI commands() {
        return services.commands();
    }

    @Override
    public URI queries() {
        return services.queries();
    }

    /** The emulator's own: people sign in there, as they do from a browser. */
    @Override
    String token(String email, String password, String given) {
        return emulator.idToken(email, password);
    }

    /** Sets another password as the person does who follows the link in Firebase's mail. */
    public void resetPassword(String email, String password) {
        emulator.resetPassword(email, password);
    }

    /** The emulator signs nothing, so nothing can be forged. */
    @Override
    public boolean signsTokens() {
        return false;
    }

    @Override
    public void close() {
        try (emulator) {
            services.close();
        }
    }
}
