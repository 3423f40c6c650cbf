package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.user.UserId;
import io.rollbook.command.identity.KnownUsers;
import io.rollbook.command.privacy.DataKeys;
import io.rollbook.personal.KeyRing;
import io.rollbook.personal.KeyRingFile;
import io.rollbook.web.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A new key-encryption key: keys are wrapped anew and sent, no event changes, and the old one is needed no more. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("thorough")
class KeyRotationIT {

    private static final String OWN = "rotated";
    private static final UserId ADMIN = new UserId(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void everyKeyIsWrappedAnewAtTheNextStart(@TempDir Path folder, CapturedOutput output) throws IOException {
        var file = folder.resolve("key-ring.json");
        var settings = WriteSide.propertiesWithOwn(OWN);
        settings.put("rollbook.personal.key-ring-file", file.toString());
        String before;
        String history;
        try (var side = run(settings);
                var topic = new KafkaTopic(OWN + ".keys")) {
            before = wrapped(side);
            history = history(side);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(topic.valuesOf(ADMIN.toString())).containsExactly(before));
        }
        var ring = KeyRingFile.load(file);
        var rotated = ring.rotated();
        KeyRingFile.replace(file, rotated);

        try (var side = run(settings);
                var topic = new KafkaTopic(OWN + ".keys")) {
            await().atMost(PATIENCE).until(() -> rotated.isCurrent(wrapped(side)));
            // Sent before it was stored, and after.
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(topic.valuesOf(ADMIN.toString())).endsWith(wrapped(side), wrapped(side)));
            assertThat(rotated.unwrap(wrapped(side), ADMIN.toString()).fingerprint())
                    .isEqualTo(ring.unwrap(before, ADMIN.toString()).fingerprint());
            assertThat(history(side)).isEqualTo(history);
            assertThat(email(side)).isEqualTo(WriteSide.ADMIN_EMAIL);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(output).contains("wrapped 1 keys of persons with the newest key"));
        }
    }

    @Test
    void aRingThatOpensNoKeyRefusesTheStartUntilTheLossIsAccepted(@TempDir Path folder, CapturedOutput output)
            throws IOException {
        var file = folder.resolve("key-ring.json");
        var settings = WriteSide.propertiesWithOwn("ring_lost");
        settings.put("rollbook.personal.key-ring-file", file.toString());
        try (var side = run(settings)) {
            assertThat(email(side)).isEqualTo(WriteSide.ADMIN_EMAIL);
        }
        KeyRingFile.replace(file, KeyRing.random());

        assertThatThrownBy(() -> run(settings))
                .rootCause()
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("opens no person's key in the database")
                .hasMessageContaining(file.toString());

        settings.put("rollbook.personal.accept-loss", "true");
        try (var side = run(settings)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(output)
                            .contains("1 keys of persons were wrapped with a key that the ring does not have"));
            assertThat(side.getBean(DataKeys.class).wrapped(List.of(ADMIN.toString())))
                    .containsEntry(ADMIN.toString(), wrapped(side));
        }
    }

    private static String wrapped(ConfigurableApplicationContext side) {
        return side.getBean(JdbcClient.class)
                .sql("select wrapped from data_key where user_id = ?")
                .param(ADMIN.value())
                .query(String.class)
                .single();
    }

    private static String history(ConfigurableApplicationContext side) {
        return Objects.requireNonNull(side.getBean(JdbcClient.class)
                .sql("select string_agg(e::text, chr(10) order by global_index) from domain_event e")
                .query(String.class)
                .single());
    }

    private static String email(ConfigurableApplicationContext side) {
        return side.getBean(KnownUsers.class).find(ADMIN).view().email();
    }

    private static ConfigurableApplicationContext run(Map<String, String> settings) {
        var arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        return SpringApplication.run(CommandServiceApplication.class, arguments);
    }
}
