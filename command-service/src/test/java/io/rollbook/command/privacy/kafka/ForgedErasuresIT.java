package io.rollbook.command.privacy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserId;
import io.rollbook.command.CommandServiceApplication;
import io.rollbook.command.WriteSide;
import io.rollbook.command.identity.KnownUsers;
import io.rollbook.command.privacy.Erasures;
import io.rollbook.command.user.Enrolment;
import io.rollbook.personal.KeyRing;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Somebody who can write to the topic of erasures, and to nothing else. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("thorough")
class ForgedErasuresIT {

    private static final String OWN = "forged_erasures";
    private static final String CERTIFICATE = """
            {"id":%s,"by":"user-1","at":"2026-01-02T03:04:05.000Z","reason":"forged","events":3,"fingerprint":%s}""";

    private final Map<String, String> settings = new HashMap<>(WriteSide.propertiesWithOwn(OWN));

    @Test
    void eraseNobodyTakeNoNumberAndStopNoStart(CapturedOutput output) {
        String signature;
        int before;
        try (var side = run()) {
            before = register(side);
            signature = side.getBean(KeyRing.class).signErasure("user-99", CERTIFICATE.formatted(99, "null"));
        }
        send("user-1", "no JSON at all", null);
        send("user-1", "", null);
        send("user-1", null, null);
        send("user-1", "[1]", null);
        send("user-1", CERTIFICATE.formatted(1, "null"), null);
        send("user-1", CERTIFICATE.formatted(1, "\"" + "0".repeat(64) + "\""), "00");
        send("user-2", CERTIFICATE.formatted(1, "null"), signature);
        send("user-99", CERTIFICATE.formatted(98, "null"), signature);
        send("user-2147483646", CERTIFICATE.formatted(2147483646, "null"), signature);

        try (var side = run()) {
            assertThat(side.getBean(KnownUsers.class).find(new UserId(1)).view().email())
                    .isEqualTo(WriteSide.ADMIN_EMAIL);
            assertThat(side.getBean(Erasures.class).count()).isZero();
            assertThat(register(side)).isBetween(before + 1, before + 50);
        }
        assertThat(output.getAll().lines().filter(line -> line.contains("set aside what the topic")))
                .hasSize(9)
                .noneMatch(line -> line.contains("forged\""));
        assertThat(output).contains("record-refused person=system network=none topic=" + OWN + ".erasures offset=0");
    }

    private static int register(ConfigurableApplicationContext side) {
        return side.getBean(Enrolment.class)
                .register(
                        new PersonName("Siti"),
                        new EmailAddress(System.nanoTime() + "@rollbook.test"),
                        new NewPassword("correct horse battery"))
                .view()
                .id();
    }

    private void send(String person, @Nullable String value, @Nullable String signature) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", settings.get("spring.kafka.bootstrap-servers")),
                new StringSerializer(),
                new ByteArraySerializer())) {
            var record = new ProducerRecord<>(OWN + ".erasures", person, value == null ? null : value.getBytes(UTF_8));
            if (signature != null) {
                record.headers().add("signature", signature.getBytes(UTF_8));
            }
            producer.send(record).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ConfigurableApplicationContext run() {
        var arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        return SpringApplication.run(CommandServiceApplication.class, arguments);
    }
}
