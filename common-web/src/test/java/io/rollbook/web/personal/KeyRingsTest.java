package io.rollbook.web.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.personal.KeyRing;
import io.rollbook.personal.KeyRingFile;
import io.rollbook.web.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingsTest {

    private static final String KMS = TestKms.URI;

    @TempDir
    private Path folder;

    @Test
    void makesAFileOnceAndReadsItThen() throws IOException {
        var rings = rings(null, null);

        assertThatThrownBy(rings::load).isInstanceOf(NoSuchFileException.class);
        var made = rings.openOrCreate();

        assertThat(rings.openOrCreate().wrappingKeys()).isEqualTo(made.wrappingKeys());
        assertThat(rings.load().wrappingKeys()).isEqualTo(made.wrappingKeys());
        assertThat(rings.given()).isEmpty();
    }

    @Test
    void takesTheOneInTheSettingsAndMakesNoFile() {
        var ring = KeyRing.random();

        var rings = rings(ring.write(), null);

        assertThat(rings.openOrCreate().wrappingKeys()).isEqualTo(ring.wrappingKeys());
        assertThat(rings.given()).isPresent();
        assertThat(rings.file()).doesNotExist();
    }

    @Test
    void makesAFileThatOnlyTheKmsKeyOpens() throws IOException {
        var made = rings(null, KMS).openOrCreate();

        assertThat(rings(null, KMS).load().wrappingKeys()).isEqualTo(made.wrappingKeys());
        assertThatThrownBy(() -> rings(null, null).openOrCreate())
                .isInstanceOf(StartRefused.class)
                .hasMessage(
                        "rollbook.personal.key-ring-file: key-ring.json is encrypted: rollbook.personal.kms-uri must"
                                + " name its key");
        assertThat(rings(Files.readString(folder.resolve("key-ring.json")), KMS)
                        .given()
                        .orElseThrow()
                        .wrappingKeys())
                .as("the same text as a setting")
                .isEqualTo(made.wrappingKeys());
    }

    @Test
    void aRingInTheClearIsNotTakenForAnEncryptedOne() throws IOException {
        KeyRingFile.loadOrCreate(folder.resolve("key-ring.json"));

        assertThatThrownBy(() -> rings(null, KMS).openOrCreate())
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("key-ring.json is not encrypted");
    }

    @Test
    void saysWhatIsWrongAndNothingOfTheSecret() {
        assertThatThrownBy(() -> rings("{\"my\":\"secret\"}", null).given())
                .isInstanceOf(StartRefused.class)
                .hasMessage("rollbook.personal.key-ring is no key ring");
        assertThatThrownBy(() -> rings("{\"encrypted\":\"AAAA\"}", KMS).given())
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("rollbook.personal.key-ring cannot be decrypted: ");
        assertThatThrownBy(() -> rings(null, "unknown-kms://key"))
                .isInstanceOf(StartRefused.class)
                .hasMessage("rollbook.personal.kms-uri: no client for such a key is on the class path");
    }

    private KeyRings rings(@Nullable String given, @Nullable String kms) {
        return KeyRings.of(
                new KeyRingSettings(given, folder.resolve("key-ring.json"), kms, null, Instant.EPOCH, false));
    }
}
