package io.rollbook.command.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.web.envelope.Unavailable;
import io.rollbook.web.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BreachedPasswordsTest {

    @TempDir
    private Path folder;

    static Stream<UnaryOperator<String>> formsOfALine() {
        return Stream.of(
                hash -> hash,
                hash -> hash + ":12345",
                hash -> hash.substring(0, 10),
                hash -> hash.substring(0, 12).toLowerCase(Locale.ROOT),
                hash -> hash + ":" + "9".repeat(1 + hash.charAt(0) % 7));
    }

    @ParameterizedTest
    @MethodSource("formsOfALine")
    void findsEveryOneThatIsThereAndNoOther(UnaryOperator<String> line) throws IOException {
        for (var size : List.of(1, 2, 3, 100)) {
            var breached = list(size, line);

            for (var number = 0; number < size; number++) {
                assertThat(breached.contains("breached " + number))
                        .as("%s of %s", number, size)
                        .isTrue();
            }
            for (var number = size; number < size + 200; number++) {
                assertThat(breached.contains("breached " + number)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "password", "ABCDEF012", "the first line is a heading\n0123456789"})
    void anythingElseRefusesTheStart(String content) throws IOException {
        var file = Files.writeString(folder.resolve("list"), content);

        assertThatThrownBy(() -> new BreachedPasswords(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("rollbook.passwords.breached-file");
    }

    @Test
    void aFileThatIsNotThereRefusesTheStart() {
        assertThatThrownBy(() -> new BreachedPasswords(folder.resolve("none"))).isInstanceOf(StartRefused.class);
    }

    @Test
    void aFileThatGoesAwayIsAComponentThatIsAway() throws IOException {
        var breached = list(3, hash -> hash);
        Files.delete(folder.resolve("list"));

        assertThatThrownBy(() -> breached.contains("anything")).isInstanceOf(Unavailable.class);
    }

    private BreachedPasswords list(int size, UnaryOperator<String> line) throws IOException {
        var lines = IntStream.range(0, size)
                .mapToObj(number -> sha1("breached " + number))
                .sorted()
                .map(line)
                .toList();
        return new BreachedPasswords(Files.write(folder.resolve("list"), lines));
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
