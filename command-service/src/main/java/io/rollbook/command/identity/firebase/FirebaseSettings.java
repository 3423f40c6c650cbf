package io.rollbook.command.identity.firebase;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Firebase as the identity provider.
 *
 * @param serviceAccountFile the service account's JSON key; without it Google's default credentials are used
 * @param apiKey the project's web API key, with which people sign in by email and password; an emulator needs none
 * @param identityToolkit where sign-in by password is asked; an emulator has its own
 * @param connectTimeout how long connecting may take
 * @param readTimeout how long an answer may take
 * @param deadline how long one change of an account may take with everything the SDK tries; less than the ten seconds
 *     that a transaction of ours may live, since a new password is set within one
 */
@ConfigurationProperties("rollbook.identity.firebase")
record FirebaseSettings(
        @Nullable Path serviceAccountFile,
        @Nullable String apiKey,

        @DefaultValue("https://identitytoolkit.googleapis.com")
        URI identityToolkit,

        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout,
        @DefaultValue("6s") Duration deadline) {

    /** Not the key. */
    @Override
    public String toString() {
        return "FirebaseSettings[…]";
    }
}
