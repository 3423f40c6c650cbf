package io.rollbook.command.identity.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys tokens are signed with, kept as a JWK set in a file that only its owner can read. Instances of the command
 * service that shall accept each other's tokens share the file, and notice within seconds when it changes.
 *
 * <p>The first key signs, all of them verify. A new key is put before the others and published for a while before it signs,
 * so that a service that has fetched the keys lately knows it already; an old one stays until nothing signed with it can be
 * good any longer. So a rotation ends no session.
 */
final class SigningKeys {

    /** How long a key is published before it signs: longer than verifiers keep what they have fetched. */
    static final Duration PUBLISHED_AHEAD = Duration.ofMinutes(10);

    /** How long a key that signs no more is kept: longer than the longest life of a session. */
    static final Duration KEPT = Duration.ofDays(15);

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final FileTime NEVER = FileTime.fromMillis(0);
    private static final Duration LOOKED_AFTER = Duration.ofSeconds(5);
    private static final String OWNER_ONLY = "rw-------";

    private final Path file;
    private final @Nullable Duration rotateAfter;
    private final InstantSource clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile State state;

    /** @param published what everybody may know of the keys; it is asked for at each request */
    private record State(JWKSet keys, JWKSet published, FileTime written, Instant looked) {

        static State of(JWKSet keys, FileTime written, Instant looked) {
            return new State(keys, keys.toPublicJWKSet(), written, looked);
        }

        State lookedAt(Instant now) {
            return new State(keys, published, written, now);
        }
    }

    private SigningKeys(Path file, @Nullable Duration rotateAfter, InstantSource clock, State state) {
        this.file = file;
        this.rotateAfter = rotateAfter;
        this.clock = clock;
        this.state = state;
    }

    /**
     * The keys in {@code file}; makes the file with one new key when there is none.
     *
     * @param rotateAfter the age of the newest key at which a newer one is made, {@code null} for never
     * @throws IllegalStateException when the file can be neither read nor made, in a sentence for an operator
     */
    static SigningKeys in(Path file, @Nullable Duration rotateAfter, InstantSource clock) {
        try {
            if (!Files.exists(file)) {
                create(file, clock.instant());
            }
            return new SigningKeys(file, rotateAfter, clock, State.of(read(file), NEVER, Instant.MIN));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the signing keys in " + file + " can be neither read nor made: " + e.getMessage(), e);
        }
    }

    /** The key that signs now. */
    ECKey signing() {
        var keys = current().keys().getKeys();
        var ripe = clock.instant().minus(PUBLISHED_AHEAD);
        return keys.stream()
                .filter(key -> signs(key) && !madeAt(key).isAfter(ripe))
                .findFirst()
                .orElseGet(keys::getFirst)
                .toECKey();
    }

    /** What everybody may know. */
    JWKSet published() {
        return current().published();
    }

    private State current() {
        var now = clock.instant();
        if (state.looked().isBefore(now.minus(LOOKED_AFTER)) && looking.tryLock()) {
            try {
                look(now);
            } catch (IOException | IllegalStateException e) {
                // What is known stays good; a file that is being replaced is whole again at the next look.
                LOG.warn("the signing keys cannot be looked after: {}", String.valueOf(e.getMessage()));
                state = state.lookedAt(now);
            } finally {
                looking.unlock();
            }
        }
        return state;
    }

    private void look(Instant now) throws IOException {
        var known = state.written();
        if (rotateAfter != null && isDue(state.keys(), now, rotateAfter)) {
            rotate(now, rotateAfter);
            // Read in any case: two files that are written soon after each other may have the same time.
            known = NEVER;
        }
        var written = Files.getLastModifiedTime(file);
        state = written.equals(known) ? state.lookedAt(now) : State.of(read(file), written, now);
    }

    private static boolean isDue(JWKSet keys, Instant now, Duration rotateAfter) {
        return !madeAt(keys.getKeys().getFirst()).isAfter(now.minus(rotateAfter));
    }

    private void rotate(Instant now, Duration rotateAfter) throws IOException {
        var lock = file.resolveSibling(file.getFileName() + ".lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            var before = read(file);
            // Of several instances the first one has made a key by now.
            if (held.isValid() && isDue(before, now, rotateAfter)) {
                var keys = new ArrayList<JWK>();
                keys.add(generate(now));
                keys.addAll(stillNeeded(before.getKeys(), now));
                var half = write(file, new JWKSet(keys));
                Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                LOG.info(
                        "made a new signing key, {}; it signs from {} on",
                        keys.getFirst().getKeyID(),
                        now.plus(PUBLISHED_AHEAD));
                SecurityLog.tell(SecurityEvent.KEYS_ROTATED, "system", "keys", "signing");
            }
        }
    }

    // A key signs until the one before it does.
    private static List<JWK> stillNeeded(List<JWK> keys, Instant now) {
        var needed = new ArrayList<JWK>();
        Instant successor = now;
        for (var key : keys) {
            if (successor.plus(PUBLISHED_AHEAD).plus(KEPT).isAfter(now)) {
                needed.add(key);
            }
            successor = madeAt(key);
        }
        return needed;
    }

    private static JWKSet read(Path file) throws IOException {
        try {
            var keys = JWKSet.parse(Files.readString(file));
            if (keys.isEmpty() || !signs(keys.getKeys().getFirst())) {
                throw new IllegalStateException(
                        file + " holds no private EC key as its first; restore it from a backup");
            }
            return keys;
        } catch (ParseException e) {
            throw new IllegalStateException(file + " is no JWK set; restore it from a backup", e);
        }
    }

    private static boolean signs(JWK key) {
        return key instanceof ECKey ec && ec.isPrivate() && Curve.P_256.equals(ec.getCurve());
    }

    // A key that does not say is as old as can be.
    private static Instant madeAt(JWK key) {
        return key.getIssueTime() == null ? Instant.EPOCH : key.getIssueTime().toInstant();
    }

    private static void create(Path file, Instant now) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var half = write(file, new JWKSet(generate(now)));
        try {
            // A link, not a move: of two instances that start together the first one's key stays.
            Files.createLink(file, half);
        } catch (FileAlreadyExistsException e) {
            // Another instance was first; its key is read next.
        } catch (UnsupportedOperationException e) {
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static Path write(Path file, JWKSet keys) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY));
        var folder = file.toAbsolutePath().getParent();
        var half = Files.createTempFile(folder, file.getFileName().toString(), ".new", ownerOnly);
        return Files.write(half, keys.toString(false).getBytes(StandardCharsets.UTF_8));
    }

    private static ECKey generate(Instant now) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(UUID.randomUUID().toString())
                    .issueTime(Date.from(now.truncatedTo(ChronoUnit.SECONDS)))
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK cannot make EC keys", e);
        }
    }
}
