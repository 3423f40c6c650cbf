package io.rollbook.command.identity.local;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The local identity provider.
 *
 * @param keyFile where the signing keys are kept; made at the first start, readable by its owner only. Instances of the
 *     command service share it
 * @param rotateAfter the age at which the newest key gets a successor; unset for never. Nobody is signed out by it
 * @param tokenLife how long a token is good, 1 minute to 14 days
 */
@ConfigurationProperties("rollbook.identity.local")
record LocalIdentitySettings(
        Path keyFile,
        @Nullable Duration rotateAfter,
        @DefaultValue("1h") Duration tokenLife) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(14);

    LocalIdentitySettings {
        if (tokenLife.compareTo(SHORTEST) < 0 || tokenLife.compareTo(LONGEST) > 0) {
            throw new IllegalStateException("ROLLBOOK_IDENTITY_LOCAL_TOKENLIFE must be 1m to 14d and is " + tokenLife);
        }
    }
}
