package io.rollbook.command.identity.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void fileInAFolderThatIsNotThereYet() {
        file = folder.resolve("identity").resolve("keys.json");
    }

    @Test
    void areMadeOnceAndReadableByTheirOwnerOnly() throws IOException {
        var made = SigningKeys.in(file, null, InstantSource.system());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKeys.in(file, null, InstantSource.system()).signing()).isEqualTo(made.signing());
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void areTheSameForInstancesThatStartTogether() throws Exception {
        var instances = 8;
        var together = new CyclicBarrier(instances);
        Callable<String> start = () -> {
            together.await();
            return SigningKeys.in(file, null, InstantSource.system()).signing().getKeyID();
        };
        try (var threads = Executors.newFixedThreadPool(instances)) {
            var started = threads.invokeAll(
                    IntStream.range(0, instances).mapToObj(i -> start).toList());

            var first = started.getFirst().get();
            for (var instance : started) {
                assertThat(instance.get()).isEqualTo(first);
            }
        }
    }

    @Test
    void showTheWorldTheirPublicHalvesOnly() {
        assertThat(SigningKeys.in(file, null, InstantSource.system())
                        .published()
                        .getKeys())
                .isNotEmpty()
                .noneMatch(JWK::isPrivate);
    }

    @Test
    void verifyWithEveryKeyAndSignWithTheFirst() throws IOException {
        var old = SigningKeys.in(folder.resolve("old.json"), null, InstantSource.system());
        var rotated = SigningKeys.in(file, null, InstantSource.system());
        var both = new JWKSet(List.of(rotated.signing(), old.signing()));
        Files.writeString(file, both.toString(false));

        var keys = SigningKeys.in(file, null, InstantSource.system());

        assertThat(keys.signing()).isEqualTo(rotated.signing());
        assertThat(keys.published().getKeys()).hasSize(2);
    }

    @Test
    void inABrokenFileAreSaidToBeBroken() throws IOException {
        write("{\"keys\": [");

        assertThatIllegalStateException()
                .isThrownBy(() -> SigningKeys.in(file, null, InstantSource.system()))
                .withMessage(file + " is no JWK set; restore it from a backup");
    }

    @Test
    void withoutAKeyAreSaidToBeMissing() throws IOException {
        write("{\"keys\": []}");

        assertThatIllegalStateException()
                .isThrownBy(() -> SigningKeys.in(file, null, InstantSource.system()))
                .withMessage(file + " holds no private EC key as its first; restore it from a backup");
    }

    @Test
    void withoutTheirPrivateHalvesAreSaidToBeMissing() throws IOException {
        write(SigningKeys.in(folder.resolve("other.json"), null, InstantSource.system())
                .published()
                .toString());

        assertThatIllegalStateException()
                .isThrownBy(() -> SigningKeys.in(file, null, InstantSource.system()))
                .withMessageContaining("holds no private EC key");
    }

    @Test
    void thatCannotBeMadeAreSaidSo() throws IOException {
        Files.writeString(folder.resolve("identity"), "a file where the folder should be");

        assertThatIllegalStateException()
                .isThrownBy(() -> SigningKeys.in(file, null, InstantSource.system()))
                .withMessageContaining("can be neither read nor made");
    }

    private void write(String content) throws IOException {
        Files.createDirectories(folder.resolve("identity"));
        Files.writeString(file, content);
    }
}
