package io.rollbook.query.personal;

import io.rollbook.personal.DataKey;
import io.rollbook.personal.KeyRing;
import io.rollbook.personal.Tampered;
import io.rollbook.web.personal.KeyRingSettings;
import io.rollbook.web.personal.KeyRings;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key ring, which this side only reads. The command service makes its file at its first start, so it may not be there
 * yet; and the key-encryption key may be rotated, so the file is read again when a key cannot be unwrapped. Both are tried
 * at most once a second.
 */
final class AwaitedKeyRing {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitedKeyRing.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final @Nullable KeyRings source;
    private final InstantSource clock;
    private volatile @Nullable KeyRing ring;
    private Instant due = Instant.MIN;
    private boolean told;
    private boolean toldOfKeys;

    private AwaitedKeyRing(@Nullable KeyRing ring, @Nullable KeyRings source, InstantSource clock) {
        this.ring = ring;
        this.source = source;
        this.clock = clock;
    }

    /**
     * The ring that the settings give, or name the file of.
     *
     * @throws io.rollbook.web.platform.StartRefused when what they give is no key ring, or needs a KMS key that cannot be
     *     used
     */
    static AwaitedKeyRing of(KeyRingSettings settings) {
        var source = KeyRings.of(settings);
        return source.given().map(AwaitedKeyRing::of).orElseGet(() -> in(source, InstantSource.system()));
    }

    /** A ring that is there. */
    static AwaitedKeyRing of(KeyRing ring) {
        return new AwaitedKeyRing(ring, null, InstantSource.system());
    }

    /** The ring in a file that may not be there yet. */
    static AwaitedKeyRing in(KeyRings source, InstantSource clock) {
        return new AwaitedKeyRing(null, source, clock);
    }

    /** Whether it is there; if not it is looked for. */
    boolean isThere() {
        return ring != null || readAgain();
    }

    /** The key that was wrapped for the person; empty when this ring cannot unwrap it, or there is none yet. */
    Optional<DataKey> unwrap(String wrapped, String person) {
        var before = ring;
        var key = unwrap(before, wrapped, person);
        if (key.isEmpty() && (readAgain() || ring != before)) {
            key = unwrap(ring, wrapped, person);
        }
        if (key.isEmpty() && ring != null) {
            tellOfKey(person);
        }
        return key;
    }

    /** Whether the erasure was signed with this ring, which must be there. */
    boolean signedErasure(String person, String certificate, String signature) {
        var now = ring;
        return now != null && now.signedErasure(person, certificate, signature);
    }

    private static Optional<DataKey> unwrap(@Nullable KeyRing ring, String wrapped, String person) {
        try {
            return ring == null ? Optional.empty() : Optional.of(ring.unwrap(wrapped, person));
        } catch (Tampered e) {
            return Optional.empty();
        }
    }

    /** Whether there is a ring that has just been read. */
    private synchronized boolean readAgain() {
        var now = clock.instant();
        if (source == null || now.isBefore(due)) {
            return false;
        }
        due = now.plus(INTERVAL);
        try {
            ring = source.load();
            if (told) {
                LOG.info("the key ring is there");
            }
            told = false;
            return true;
        } catch (NoSuchFileException e) {
            tell("waiting for the key ring in %s, which the command service makes at its first start"
                    .formatted(source.file()));
        } catch (IOException e) {
            tell("waiting for a key ring in %s that can be read: %s".formatted(source.file(), e.getMessage()));
        }
        return false;
    }

    private void tell(String sentence) {
        if (!told) {
            LOG.warn(sentence);
        }
        told = true;
    }

    // One of them is enough to see that it is the wrong ring, or one that is not rotated here yet.
    private synchronized void tellOfKey(String person) {
        if (!toldOfKeys) {
            LOG.warn("the key of {} was not wrapped with a key of this key ring; what needs it waits", person);
        }
        toldOfKeys = true;
    }
}
