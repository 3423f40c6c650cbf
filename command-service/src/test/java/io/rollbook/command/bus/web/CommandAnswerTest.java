package io.rollbook.command.bus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.role.RoleView;
import io.rollbook.command.bus.CommandResult;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class CommandAnswerTest {

    private static final CommandResult<RoleView> RECORDED =
            new CommandResult<>(new RoleView(4, "operator"), new ConsistencyToken("role-4", 3), true);

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
}
