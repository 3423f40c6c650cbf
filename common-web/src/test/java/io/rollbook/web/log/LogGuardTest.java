package io.rollbook.web.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogGuardTest {

    private static final String HOSTILE = "a\nFORGED\r\u001b[31m\u0085\u2028\u2029\u202e\u0000\ud800";
    private static final String ESCAPED = "a\\nFORGED\\r\\u{1b}[31m\\u{85}\\u{2028}\\u{2029}\\u{202e}\\u{0}\\u{d800}";

    private final LoggerContext context = new LoggerContext();
    private final Lines lines = new Lines();
    private final ch.qos.logback.classic.Logger log = context.getLogger("library");

    LogGuardTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        lines.setContext(context);
        lines.start();
        log.addAppender(lines);
        LogGuard.guard(log);
    }

    @Test
    void aMessageStaysOnItsLineAndObeysNobody() {
        log.warn("got {}", HOSTILE);
        log.warn("got " + HOSTILE);

        assertThat(lines.written).containsExactly("got " + ESCAPED + "\n", "got " + ESCAPED + "\n");
    }

    @Test
    void soDoesWhatExceptionsSay() {
        var exception = new IllegalStateException(HOSTILE, new IllegalArgumentException("cause " + HOSTILE));
        exception.addSuppressed(new IllegalArgumentException("beside " + HOSTILE));
        log.error("failed", exception);

        assertThat(lines.written)
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .contains("IllegalStateException: " + ESCAPED + "\n", "cause " + ESCAPED, "beside " + ESCAPED)
                        .contains("\tat io.rollbook.web.log.LogGuardTest")
                        .doesNotContain("\u001b", "\nFORGED"));
    }

    @Test
    void anExceptionThatCausedItselfIsWrittenOnce() {
        var inner = new IllegalStateException("inner");
        inner.initCause(new IllegalStateException("outer", inner));
        log.error("failed", inner);

        assertThat(lines.written)
                .singleElement()
                .satisfies(text -> assertThat(text).contains("CIRCULAR REFERENCE"));
    }

    @Test
    void soDoFields() {
        context.getMDCAdapter().put("correlationId", HOSTILE);

        assertThat(new GuardedEvent(lines.event()).getMDCPropertyMap().values()).containsExactly(ESCAPED);
    }

    @Test
    void whatIsLongIsCut() {
        log.warn("x".repeat(LogText.LIMIT + 7));

        assertThat(lines.written).containsExactly("x".repeat(LogText.LIMIT) + "… (7 more)\n");
    }

    @Test
    void queriesAreDropped() {
        log.warn("no mapping for [GET /api/users?email=ani@x.org&token=abc HTTP/1.1] nor \"/x?%ff\", or why?");

        assertThat(lines.written).containsExactly("no mapping for [GET /api/users?… HTTP/1.1] nor \"/x?…\", or why?\n");
    }

    @Test
    void anAppenderIsGuardedOnce() {
        LogGuard.guard(log);
        log.warn("back\\slash\n");

        assertThat(lines.written).containsExactly("back\\slash\\n\n");
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final List<String> written = new ArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            var layout = new PatternLayout();
            layout.setContext(getContext());
            layout.setPattern("%m%n%ex");
            layout.start();
            written.add(layout.doLayout(event));
        }

        private ILoggingEvent event() {
            var logger = ((LoggerContext) getContext()).getLogger("fields");
            return new ch.qos.logback.classic.spi.LoggingEvent(
                    "fields", logger, ch.qos.logback.classic.Level.WARN, "x", null, null);
        }
    }
}
