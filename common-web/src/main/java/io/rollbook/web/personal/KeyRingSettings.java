package io.rollbook.web.personal;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the key ring is, and what it has to open.
 *
 * @param keyRing the key ring itself, a secret, for where secrets come from the environment; {@code null} for the file
 * @param keyRingFile its file, made by the command service at its first start and read by all services
 * @param kmsUri the key of a key management service that either is encrypted with, as Tink writes it; {@code null} for one
 *     in the clear
 * @param kmsCredentials a file with what that service wants to see, a secret; {@code null} for what the environment has
 * @param sealedSince what was recorded before may have personal fields in the clear; from then on such a field was forged. By
 *     default nothing may, as in every roll that was begun with a version that seals
 * @param acceptLoss whether a command service starts although the ring opens no person's key: what is known of these people
 *     is lost then
 */
@ConfigurationProperties("rollbook.personal")
public record KeyRingSettings(
        @Nullable String keyRing,
        Path keyRingFile,
        @Nullable String kmsUri,
        @Nullable Path kmsCredentials,
        @DefaultValue("1970-01-01T00:00:00Z") Instant sealedSince,
        @DefaultValue("false") boolean acceptLoss) {

    /** Where it is, and nothing of what it says. */
    @Override
    public String toString() {
        return "KeyRingSettings[" + (keyRing == null ? keyRingFile : "given") + "]";
    }
}
