package io.rollbook.web.access.firebase;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

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
}
