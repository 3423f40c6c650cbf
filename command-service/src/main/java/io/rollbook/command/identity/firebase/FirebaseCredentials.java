package io.rollbook.command.identity.firebase;

import com.google.auth.Retryable;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.rollbook.web.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The credentials to change accounts with. If they are wrong, the start says what to set instead. */
final class FirebaseCredentials {

    private static final Logger LOG = LoggerFactory.getLogger(FirebaseCredentials.class);
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String SETTING = "ROLLBOOK_IDENTITY_FIREBASE_SERVICEACCOUNTFILE";

    private FirebaseCredentials() {}

    /** The ones the emulator takes from everybody. */
    static GoogleCredentials ofTheEmulator() {
        return GoogleCredentials.create(
                new AccessToken("owner", Date.from(Instant.now().plus(3650, ChronoUnit.DAYS))));
    }

    /**
     * The service account in a file.
     *
     * @throws StartRefused when there is none that Google takes
     */
    static GoogleCredentials in(Path file) {
        try (var content = Files.newInputStream(file)) {
            return proven(GoogleCredentials.fromStream(content));
        } catch (IOException e) {
            throw new StartRefused("set " + SETTING + " to the JSON key of a service account of your project; " + file
                    + " cannot be read as one");
        }
    }

    /**
     * Google's default credentials.
     *
     * @throws StartRefused when there are none that Google takes
     */
    static GoogleCredentials ofTheEnvironment() {
        try {
            return proven(GoogleCredentials.getApplicationDefault());
        } catch (IOException e) {
            throw new StartRefused(
                    "set " + SETTING + " to a service account's JSON key, or GOOGLE_APPLICATION_CREDENTIALS,"
                            + " or FIREBASE_AUTH_EMULATOR_HOST: there are no credentials for Firebase (rollbook.identity is"
                            + " firebase)");
        }
    }

    private static GoogleCredentials proven(GoogleCredentials credentials) {
        var scoped = credentials.createScoped(List.of(SCOPE));
        try {
            scoped.refreshIfExpired();
        } catch (IOException e) {
            if (e instanceof Retryable answer && !answer.isRetryable()) {
                throw new StartRefused("Google refuses the credentials for Firebase; set " + SETTING
                        + " to the JSON key of a service account that is in force");
            }
            LOG.warn("Google cannot be asked about the credentials for Firebase now; going on: {}", e.getClass());
        }
        return scoped;
    }
}
