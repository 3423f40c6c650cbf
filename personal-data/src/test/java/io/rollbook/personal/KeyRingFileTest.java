package io.rollbook.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingFileTest {
    @TempDir
    private Path folder;

    @Test
    void isMadeOnceAndOnlyItsOwnerMayReadIt() throws IOException {
        var file = folder.resolve("personal").resolve("key-ring.json");

        var made = KeyRingFile.loadOrCreate(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeyRingFile.loadOrCreate(file).index("email", "a")).isEqualTo(made.index("email", "a"));
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void isOneForAllWhoMakeItAtOnce() throws Exception {
        var file = folder.resolve("key-ring.json");
        var indexes = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var made = threads.invokeAll(IntStream.range(0, 16)
                    .<Callable<String>>mapToObj(
                            i -> () -> KeyRingFile.loadOrCreate(file).index("email", "a"))
                    .toList());
            for (var index : made) {
                indexes.add(index.get());
            }
        }

        assertThat(indexes).hasSize(16).containsOnly(KeyRingFile.load(file).index("email", "a"));
    }

    @Test
    void isReplacedByARotatedOne() throws IOException {
        var file = folder.resolve("key-ring.json");
        var ring = KeyRingFile.loadOrCreate(file);
        var wrapped = ring.wrap(DataKey.random(), "user-7");

        KeyRingFile.replace(file, ring.rotated());

        assertThat(KeyRingFile.load(file).isCurrent(wrapped)).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void somethingElseInItsPlaceIsNotOverwritten() throws IOException {
        var file = Files.writeString(folder.resolve("key-ring.json"), "{}");

        assertThatThrownBy(() -> KeyRingFile.loadOrCreate(file))
                .isInstanceOf(IOException.class)
                .hasMessage("key-ring.json is no key ring");
        assertThat(file).hasContent("{}");
    }
}
