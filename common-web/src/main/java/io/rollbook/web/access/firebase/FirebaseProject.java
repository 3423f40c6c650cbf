package io.rollbook.web.access.firebase;

import io.rollbook.web.platform.StartRefused;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * The Firebase project whose tokens are accepted.
 *
 * @param projectId the project's id; both sides need it
 * @param idTokenKeys where Google publishes the keys of ID tokens, a JWK set
 * @param sessionCookieKeys where it publishes those of session cookies, X.509 certificates by key id
 */
@ConfigurationProperties("rollbook.identity.firebase")
public record FirebaseProject(
        @Nullable String projectId,

        @DefaultValue("https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com")
        URI idTokenKeys,

        @DefaultValue("https://www.googleapis.com/identitytoolkit/v3/relyingparty/publicKeys")
        URI sessionCookieKeys) {

    /** The environment variable that names the Auth emulator as {@code host:port}; Google's SDK reads the same. */
    public static final String EMULATOR_HOST = "FIREBASE_AUTH_EMULATOR_HOST";

    /** What the id of a project without resources begins with; Firebase keeps these for the emulators. */
    private static final String DEMO = "demo-";

    /**
     * The project's id.
     *
     * @throws StartRefused when it is not set
     */
    public String id() {
        if (projectId == null || projectId.isBlank()) {
            throw new StartRefused("set ROLLBOOK_IDENTITY_FIREBASE_PROJECTID to the id of your Firebase project"
                    + " (rollbook.identity is firebase)");
        }
        return projectId;
    }

    /**
     * The Auth emulator as {@code host:port}, empty when Firebase itself is meant. Anybody can make the emulator's tokens.
     *
     * @throws StartRefused when it is set for a project that may be a real one
     */
    public Optional<String> emulator(Environment environment) {
        var emulator = environment.getProperty(EMULATOR_HOST, "");
        if (emulator.isBlank()) {
            return Optional.empty();
        }
        if (!id().startsWith(DEMO)) {
            throw new StartRefused(EMULATOR_HOST + " is set, so anybody could sign in as anybody: unset it, or set"
                    + " ROLLBOOK_IDENTITY_FIREBASE_PROJECTID to a project of the emulator, whose id begins with "
                    + DEMO);
        }
        return Optional.of(emulator);
    }
}
