package io.rollbook.standalone.support;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** The standalone with Firebase as its identity provider, that is, its emulator. */
public final class RunningWithFirebase extends RunningSystem {

    private final FirebaseEmulator emulator;
    private final RunningStandalone standalone;

    private RunningWithFirebase(FirebaseEmulator emulator, RunningStandalone standalone) {
        this.emulator = emulator;
        this.standalone = standalone;
    }

    /** Starts both, the standalone over {@code data}. */
    public static RunningWithFirebase start(Path data) {
        var emulator = FirebaseEmulator.start(data.resolve("emulator"));
        try {
            return new RunningWithFirebase(
                    emulator, RunningStandalone.start(data.resolve("rollbook"), settings(emulator.host())));
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
        return standalone.commands();
    }

    @Override
    public URI queries() {
        return standalone.queries();
    }

    /** The emulator's own: people sign in there, as they do from a browser. */
    @Override
    String token(String email, String password, String given) {
        return emulator.idToken(email, password);
    }

    /** The emulator signs nothing, so nothing can be forged. */
    @Override
    public boolean signsTokens() {
        return false;
    }

    @Override
    public void close() {
        try (emulator) {
            standalone.close();
        }
    }
}
