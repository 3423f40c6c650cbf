package io.rollbook.command.identity.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.web.access.JwtTokenVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyRotationTest {

    private static final Duration NINETY_DAYS = Duration.ofDays(90);
    private static final ConsistencyToken SEEN = new ConsistencyToken("user-1", 0);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource clock = now::get;
    private final Path file;

    SigningKeyRotationTest(@TempDir Path folder) {
        file = folder.resolve("identity").resolve("signing-keys.json");
    }

    @Test
    void aNewKeyIsReadableByItsOwnerOnly() throws IOException {
        keys(null);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutBeingToldNothingIsEverRotated() {
        var keys = keys(null);
        var first = keys.signing().getKeyID();
        after(Duration.ofDays(1000));
        assertThat(keys.signing().getKeyID()).isEqualTo(first);
        assertThat(ids(keys)).containsExactly(first);
    }

    @Test
    void aSuccessorIsPublishedBeforeItSignsAndTheOldKeyGoesOnVerifying() throws IOException {
        var keys = keys(NINETY_DAYS);
        var old = keys.signing().getKeyID();
        var token = new TokenIssuer(keys, NINETY_DAYS.plusDays(30))
                .issue("uid", SEEN)
                .token();
        var verifier = new JwtTokenVerifier((selector, context) -> selector.select(keys.published()));

        after(NINETY_DAYS);
        assertThat(keys.signing().getKeyID()).isEqualTo(old);
        assertThat(ids(keys)).hasSize(2).contains(old);
        after(SigningKeys.PUBLISHED_AHEAD);

        assertThat(keys.signing().getKeyID()).isNotEqualTo(old);
        assertThat(verifier.verify(token)).isPresent();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherInstanceSeesTheSuccessorAndMakesNoneOfItsOwn() {
        var one = keys(NINETY_DAYS);
        var other = keys(NINETY_DAYS);
        after(NINETY_DAYS);
        var published = ids(one);
        assertThat(ids(other)).isEqualTo(published);
        after(SigningKeys.PUBLISHED_AHEAD);
        assertThat(other.signing().getKeyID()).isEqualTo(one.signing().getKeyID());
    }

    @Test
    void aKeyGoesOnceNothingItSignedCanBeGood() {
        var keys = keys(NINETY_DAYS);
        var first = keys.signing().getKeyID();
        after(NINETY_DAYS);
        assertThat(ids(keys)).contains(first);
        after(NINETY_DAYS);
        assertThat(ids(keys)).doesNotContain(first).hasSize(2);
    }

    @Test
    void aKeyPutFirstByHandSignsAndTheOthersVerify() throws IOException {
        var keys = keys(null);
        var old = keys.signing().getKeyID();
        var token =
                new TokenIssuer(keys, Duration.ofHours(1)).issue("uid", SEEN).token();
        var byHand = new ECKeyGenerator(Curve.P_256);
        Files.writeString(file, withFirst(byHand));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        after(Duration.ofSeconds(10));

        assertThat(keys.signing().getKeyID()).isEqualTo("by-hand");
        assertThat(ids(keys)).containsExactly("by-hand", old);
        var verifier = new JwtTokenVerifier((selector, context) -> selector.select(keys.published()));
        assertThat(verifier.verify(token)).isPresent();
    }

    @Test
    void aFileThatBreaksLaterLeavesTheKnownKeysInUse() throws IOException {
        var keys = keys(null);
        var known = keys.signing().getKeyID();
        Files.writeString(file, "{");
        after(Duration.ofSeconds(10));
        assertThat(keys.signing().getKeyID()).isEqualTo(known);
    }

    @Test
    void privateHalvesAreNotPublished() {
        assertThat(keys(null).published().toString(false)).doesNotContain("\"d\"");
    }

    private String withFirst(ECKeyGenerator generator) {
        try {
            var before = JWKSet.parse(Files.readString(file));
            var first = generator.keyID("by-hand").generate();
            return new JWKSet(List.of(first, before.getKeys().getFirst())).toString(false);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private SigningKeys keys(@Nullable Duration rotateAfter) {
        return SigningKeys.in(file, rotateAfter, clock);
    }

    private void after(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static List<String> ids(SigningKeys keys) {
        return keys.published().getKeys().stream().map(JWK::getKeyID).toList();
    }
}
