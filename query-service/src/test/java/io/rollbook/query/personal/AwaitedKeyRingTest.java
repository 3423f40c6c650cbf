package io.rollbook.query.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.personal.DataKey;
import io.rollbook.personal.KeyRing;
import io.rollbook.personal.KeyRingFile;
import io.rollbook.web.personal.KeyRingSettings;
import io.rollbook.web.personal.KeyRings;
import io.rollbook.web.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AwaitedKeyRingTest {
    private static final String PERSON = "user-7";

    private final DataKey key = DataKey.random();
    private Instant now = Instant.EPOCH;
    private Path file;
    private AwaitedKeyRing awaited;

    @BeforeEach
    void nothingYet(@TempDir Path folder) {
        file = folder.resolve("key-ring.json");
        awaited = AwaitedKeyRing.in(KeyRings.of(settings(null)), () -> now);
    }

    @Test
    void aFileThatComesLaterIsFoundAndTheWaitIsToldOnce(CapturedOutput output) throws IOException {
        assertThat(awaited.isThere()).isFalse();
        nextSecond();
        assertThat(awaited.isThere()).isFalse();
        var ring = KeyRingFile.loadOrCreate(file);
        nextSecond();

        assertThat(awaited.isThere()).isTrue();
        assertThat(awaited.unwrap(ring.wrap(key, PERSON), PERSON))
                .map(DataKey::fingerprint)
                .contains(key.fingerprint());
        assertThat(output.getOut().lines().filter(line -> line.contains("waiting for the key ring in")))
                .hasSize(1);
    }

    @Test
    void aFileThatIsNoKeyRingIsWaitedForToo(CapturedOutput output) throws IOException {
        Files.writeString(file, "{\"secret\":1}");

        assertThat(awaited.isThere()).isFalse();
        assertThat(output).contains("key-ring.json is no key ring").doesNotContain("secret");
    }

    @Test
    void theFileIsReadAgainForAKeyThatWasWrappedByARotatedRing() throws IOException {
        var ring = KeyRingFile.loadOrCreate(file);
        assertThat(awaited.isThere()).isTrue();
        nextSecond();
        var rotated = ring.rotated();
        KeyRingFile.replace(file, rotated);

        assertThat(awaited.unwrap(rotated.wrap(key, PERSON), PERSON)).isPresent();
        assertThat(awaited.unwrap(ring.wrap(key, PERSON), PERSON)).isPresent();
    }

    @Test
    void theFileIsReadOnceASecondAtMost() throws IOException {
        var ring = KeyRingFile.loadOrCreate(file);
        assertThat(awaited.isThere()).isTrue();
        var rotated = ring.rotated();
        KeyRingFile.replace(file, rotated);

        assertThat(awaited.unwrap(rotated.wrap(key, PERSON), PERSON)).isEmpty();
    }

    @Test
    void aKeyOfAnotherPersonOrAnotherRingIsNone(CapturedOutput output) throws IOException {
        var ring = KeyRingFile.loadOrCreate(file);

        assertThat(awaited.unwrap(ring.wrap(key, "user-8"), PERSON)).isEmpty();
        nextSecond();
        assertThat(awaited.unwrap(KeyRing.random().wrap(key, PERSON), PERSON)).isEmpty();
        assertThat(output.getOut().lines().filter(line -> line.contains("was not wrapped with a key of this key ring")))
                .hasSize(1);
    }

    @Test
    void aRingThatIsGivenNeedsNoFile() {
        var ring = KeyRing.random();
        var given = AwaitedKeyRing.of(settings(ring.write()));

        assertThat(given.isThere()).isTrue();
        assertThat(given.unwrap(ring.wrap(key, PERSON), PERSON)).isPresent();
    }

    @Test
    void nothingStartsWithAGivenRingThatIsNone() {
        assertThatThrownBy(() -> AwaitedKeyRing.of(settings("{\"my\":\"secret\"}")))
                .isInstanceOf(StartRefused.class)
                .hasMessage("rollbook.personal.key-ring is no key ring");
    }

    private void nextSecond() {
        now = now.plus(Duration.ofSeconds(1));
    }

    private KeyRingSettings settings(@Nullable String given) {
        return new KeyRingSettings(given, file, null, null, Instant.EPOCH, false);
    }
}
