package io.rollbook.web.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class SecurityLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(SecurityLog.LOGGER);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void isOneLineOfFields() {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr("203.0.113.77");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));

        SecurityLog.tell(SecurityEvent.RIGHTS_CHANGED, "user-1", "by", "DisableUser", "of", "user-7");

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .isEqualTo("rights-changed person=user-1 network=203.0.113.0/24 by=DisableUser of=user-7");
            assertThat(line.getKeyValuePairs())
                    .extracting(pair -> pair.key + "=" + pair.value)
                    .containsExactly(
                            "event=rights-changed",
                            "person=user-1",
                            "network=203.0.113.0/24",
                            "by=DisableUser",
                            "of=user-7");
        });
    }

    @Test
    void saysThatThereIsNoRequestAndNoPerson() {
        SecurityLog.tell(SecurityEvent.KEYS_ROTATED, "system");

        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEqualTo("keys-rotated person=system network=none");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.77, 203.0.113.0/24",
        "127.0.0.1, 127.0.0.0/24",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:0:0:0:0:0/48",
        "::1, 0:0:0:0:0:0:0:0/48",
        "::ffff:203.0.113.77, 203.0.113.0/24",
        "example.org, unknown",
        "'', unknown",
        "'1.2.3.4\nforged', unknown"
    })
    void shortensAnAddressToItsNetwork(String address, String network) {
        assertThat(SecurityLog.network(address)).isEqualTo(network);
    }

    /** A flood of strangers must not wash away what was written before. */
    @Test
    void leavesOutWhatStrangersDoTooOftenAndSaysHowMuch() {
        var clock = new AtomicLong();
        var flood = new Flood(2, Duration.ofSeconds(1), clock::get);

        assertThat(flood.admit()).isZero();
        assertThat(flood.admit()).isZero();
        assertThat(flood.admit()).isEqualTo(-1);
        assertThat(flood.admit()).isEqualTo(-1);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(flood.admit()).isEqualTo(2);
        assertThat(flood.admit()).isZero();
    }

    @Test
    void neverLeavesOutWhatAPersonDoes() {
        for (var i = 0; i < 100; i++) {
            SecurityLog.tell(SecurityEvent.ACCESS_REFUSED, "user-7");
        }

        assertThat(lines.list).hasSize(100);
    }

    @Test
    void theDocumentListsEveryEvent() throws IOException {
        var document = Files.readString(Path.of("../docs/operations.md"));
        var section = document.substring(document.indexOf("### The security log"));
        var listed = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|")
                .matcher(section.substring(0, section.indexOf("\n## ")))
                .results()
                .map((MatchResult row) -> row.group(1));

        assertThat(listed)
                .containsExactlyElementsOf(Arrays.stream(SecurityEvent.values())
                        .map(SecurityEvent::toString)
                        .toList());
    }
}
