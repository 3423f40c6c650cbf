package io.rollbook.command.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.role.RoleView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class CommandAnswerTest {

    private static final Recorded<RoleView> RECORDED =
            new Recorded<>(new RoleView(4, "operator"), new ConsistencyToken("role-4", 3), true);

    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void tellsTheVersionAsETagAndTheTokenAsHeaderAndCookie() {
        assertThat(CommandAnswer.tell(RECORDED, request, response)).isEqualTo(new RoleView(4, "operator"));

        assertThat(response.getHeader("ETag")).isEqualTo("\"3\"");
        assertThat(response.getHeader("X-Consistency-Token")).isEqualTo("role-4@3");
        assertThat(response.getHeader("Set-Cookie"))
                .startsWith("rollbook-consistency=role-4@3; Path=/; Max-Age=30;")
                .contains("; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Secure");
    }

    @Test
    void sendsTheCookieOverTlsOnlyWhenItCameOverTls() {
        request.setSecure(true);

        CommandAnswer.tell(RECORDED, request, response);

        assertThat(response.getHeader("Set-Cookie")).contains("; Secure");
    }

    @Test
    void readsTheVersionThatTheETagGave() {
        request.addHeader("If-Match", " \"3\" ");

        assertThat(CommandAnswer.expectedVersion(request)).isEqualTo(3);
    }

    @Test
    void expectsNoVersionWithoutIfMatchOrWithAnyVersion() {
        assertThat(CommandAnswer.expectedVersion(request)).isNull();
        request.addHeader("If-Match", "*");
        assertThat(CommandAnswer.expectedVersion(request)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "\"three\"", "\"-1\"", "W/\"3\"", "\"1\", \"2\"", "\"9999999999999999999\""})
    void refusesAnIfMatchThatNoAnswerGave(String header) {
        request.addHeader("If-Match", header);

        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> CommandAnswer.expectedVersion(request))
                .satisfies(invalid ->
                        assertThat(invalid.errors().getFirst().field()).isEqualTo("If-Match"));
    }
}
