package io.rollbook.web.personal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the key ring is.
 *
 * @param keyRing the key ring itself, a secret, for where secrets come from the environment; {@code null} for the file
 * @param keyRingFile its file, made by the command service at its first start and read by all services
 * @param kmsUri the key of a key management service that either is encrypted with, as Tink writes it; {@code null} for one
 *     in the clear
 * @param kmsCredentials a file with what that service wants to see, a secret; {@code null} for what the environment has
 */
@ConfigurationProperties("rollbook.personal")
public record KeyRingSettings(
        @Nullable String keyRing,
        Path keyRingFile,
        @Nullable String kmsUri,
        @Nullable Path kmsCredentials) {

    /** Where it is, and nothing of what it says. */
    @Override
    public String toString() {
        return "KeyRingSettings[" + (keyRing == null ? keyRingFile : "given") + "]";
    }
}
