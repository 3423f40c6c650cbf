package io.rollbook.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class QuietLibrariesTest {

    private final QuietLibraries quiet = new QuietLibraries();

    @AfterEach
    void remove() {
        quiet.destroy();
    }

    @Test
    void whatAClientTellsAgainAndAgainIsOneLineOfOurs(CapturedOutput output) {
        var kafka = LoggerFactory.getLogger("org.apache.kafka.clients.producer.internals.Sender");
        for (var attempt = 0; attempt < 20; attempt++) {
            kafka.warn(
                    "[Producer clientId=producer-" + attempt + "] Got error response with id {}, retrying",
                    attempt,
                    new IllegalStateException("not\nleader"));
        }

        assertThat(output)
                .containsOnlyOnce(
                        "Got error response with id 0, retrying (java.lang.IllegalStateException: not leader)")
                .containsOnlyOnce("Got error")
                .doesNotContain("\tat ");
    }

    @Test
    void anotherKindIsAnotherLine(CapturedOutput output) {
        var jdk = LoggerFactory.getLogger("sun.rmi.transport.tcp");
        jdk.warn("accept loop failed");
        jdk.error("registry gone");

        assertThat(output)
                .contains("sun.rmi.transport.tcp says: accept loop failed")
                .contains("says: registry gone");
    }

    @Test
    void allOthersSpeakForThemselves(CapturedOutput output) {
        LoggerFactory.getLogger("io.rollbook.web.Tested").warn("ours");
        LoggerFactory.getLogger("io.rollbook.web.Tested").warn("ours");
        LoggerFactory.getLogger("org.springframework.Tested").warn("theirs");

        assertThat(output.getOut().split("ours", -1)).hasSize(3);
        assertThat(output).contains("theirs").doesNotContain("says:");
    }
}
