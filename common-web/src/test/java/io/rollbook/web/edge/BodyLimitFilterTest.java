package io.rollbook.web.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.web.request.BodyTooLarge;
import io.rollbook.web.request.BodyTooSlow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class BodyLimitFilterTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/roles");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void aBodyThatTricklesInIsGivenUp() {
        request.setContent(new byte[100]);
        var filter = new BodyLimitFilter(Duration.ofMillis(20), List.of());

        assertThatThrownBy(() -> filter.doFilter(request, response, (in, out) -> {
                    var body = in.getInputStream();
                    while (body.read() >= 0) {
                        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                    }
                }))
                .isInstanceOf(BodyTooSlow.class);
    }

    @Test
    void aBodyOfUnknownLengthIsRefusedAtTheFirstByteTooMany() {
        var unannounced = new MockHttpServletRequest("POST", "/api/roles") {
            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
        unannounced.setContent(new byte[BodyLimitFilter.LIMIT + 1]);
        var filter = new BodyLimitFilter(Duration.ofSeconds(10), List.of());

        assertThatThrownBy(() -> filter.doFilter(
                        unannounced, response, (in, out) -> in.getInputStream().readAllBytes()))
                .isInstanceOf(BodyTooLarge.class);
    }

    @Test
    void aLengthThatIsAnnouncedIsRefusedUnread() throws Exception {
        request.setContent(new byte[BodyLimitFilter.LIMIT + 1]);

        new BodyLimitFilter(Duration.ofSeconds(10), List.of()).doFilter(request, response, (in, out) -> {
            throw new AssertionError("nothing is read");
        });

        assertThat(response.getStatus()).isEqualTo(413);
    }
}
