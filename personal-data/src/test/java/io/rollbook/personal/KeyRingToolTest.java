package io.rollbook.personal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class KeyRingToolTest {

    private static final String TOKEN = "a token of the test";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();
    private final KeyRingTool tool = new KeyRingTool(new PrintWriter(said, true));
    private Path file = Path.of("");
    private Path token = Path.of("");
    private HttpServer vault;

    KeyRingToolTest() throws IOException {
        vault = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void files() throws IOException {
        file = folder.resolve("key-ring.json");
        token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        serve("/v1/transit/encrypt/rollbook", "plaintext", "ciphertext");
        serve("/v1/transit/decrypt/rollbook", "ciphertext", "plaintext");
        vault.start();
    }

    @AfterEach
    void stop() {
        vault.stop(0);
    }

    @Test
    void createsWhatOnlyItsOwnerMayRead() throws IOException {
        assertThat(run("create")).isTrue();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeyRingFile.load(file).wrappingKeys()).hasSize(1);
    }

    @Test
    void createsNothingWhereSomethingIs() throws IOException {
        run("create");
        var before = Files.readString(file);

        assertThat(run("create")).isFalse();

        assertThat(file).hasContent(before);
        assertThat(said.toString()).contains("there is a file already");
    }

    @Test
    void rotatesAndRetires() throws IOException {
        run("create");
        var first = KeyRingFile.load(file);
        var wrapped = first.wrap(DataKey.random(), "user-7");

        assertThat(run("rotate")).isTrue();

        var rotated = KeyRingFile.load(file);
        assertThat(rotated.wrappingKeys())
                .hasSize(2)
                .endsWith(first.wrappingKeys().getFirst());
        assertThat(rotated.isCurrent(wrapped)).isFalse();
        var again = rotated.rewrap(wrapped, "user-7");

        assertThat(run("retire")).isTrue();

        var retired = KeyRingFile.load(file);
        assertThat(retired.wrappingKeys())
                .containsExactly(rotated.wrappingKeys().getFirst());
        assertThat(retired.unwrap(again, "user-7").fingerprint())
                .isEqualTo(first.unwrap(wrapped, "user-7").fingerprint());
        assertThat(retired.index("email", "a")).isEqualTo(first.index("email", "a"));
        assertThat(said.toString()).doesNotContain(Files.readString(file));
    }

    @Test
    void encryptsWithAKeyThatStaysAtTheKmsAndDecryptsAgain() throws IOException {
        run("create");
        var ring = KeyRingFile.load(file);

        assertThat(run("encrypt", kms(), token.toString())).as(said.toString()).isTrue();

        assertThat(Files.readString(file)).startsWith("{\"encrypted\":").doesNotContain("wrapping", "index", "keyData");
        assertThat(run("rotate", kms(), token.toString())).isTrue();
        assertThat(run("show")).isFalse();
        assertThat(said.toString()).contains("key-ring.json is encrypted: rollbook.personal.kms-uri must name its key");

        assertThat(run("decrypt", kms(), token.toString())).isTrue();

        assertThat(KeyRingFile.load(file).wrappingKeys())
                .hasSize(2)
                .endsWith(ring.wrappingKeys().getFirst());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void saysWhatTheKmsSays() throws IOException {
        Files.writeString(token, "another token");

        assertThat(run("create", kms(), token.toString())).isFalse();

        assertThat(said.toString()).contains("key-ring.json cannot be encrypted: Vault answers 403 to encrypt");
        assertThat(file).doesNotExist();
    }

    @Test
    void saysWhenNothingKnowsTheKms() {
        assertThat(run("create", "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k"))
                .isFalse();

        assertThat(said.toString()).contains("no client for such a key is on the class path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rotate", "retire", "show"})
    void changesNothingThatIsNotThere(String what) {
        assertThat(run(what)).isFalse();

        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypt", "decrypt"})
    void doesNotPassForEncryptingWhenNoKeyIsNamed(String what) {
        run("create");

        assertThat(run(what)).isFalse();

        assertThat(said.toString()).contains("usage: ");
    }

    @Test
    void saysHowItIsUsed() {
        assertThat(tool.run(List.of("create"))).isFalse();
        assertThat(run("dance")).isFalse();

        assertThat(said.toString()).contains("usage: ");
    }

    private boolean run(String what, String... more) {
        var arguments = new ArrayList<>(List.of(what, file.toString()));
        arguments.addAll(List.of(more));
        return tool.run(arguments);
    }

    private String kms() {
        return "hcvault://127.0.0.1:%s/transit/keys/rollbook"
                .formatted(vault.getAddress().getPort());
    }

    // As Vault's transit engine answers. What it is given comes back reversed, with what it is bound to.
    private void serve(String path, String given, String wanted) {
        vault.createContext(path, exchange -> {
            var asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
            var may = TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))
                    && new String(
                                    Base64.getDecoder()
                                            .decode(asked.path("associated_data")
                                                    .asString()),
                                    StandardCharsets.UTF_8)
                            .equals("rollbook key ring");
            var value =
                    new StringBuilder(asked.path(given).asString()).reverse().toString();
            var answer = JSON.writeValueAsBytes(Map.of("data", Map.of(wanted, value)));
            exchange.sendResponseHeaders(may ? 200 : 403, may ? answer.length : -1);
            if (may) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
    }
}
