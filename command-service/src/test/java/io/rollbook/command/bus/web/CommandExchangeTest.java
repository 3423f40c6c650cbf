package io.rollbook.command.bus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.RoleView;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.web.access.AccessReason;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class CommandExchangeTest {

    private static final CommandResult<RoleView> RECORDED =
            new CommandResult<>(new RoleView(4, "operator"), new ConsistencyToken("role-4", 3), true);

    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final CommandExchange exchange = new CommandExchange(
            () -> {
                throw new AssertionError("nothing is sent");
            },
            request,
            response);

    @Test
    void tellsTheVersionAsETagAndTheTokenAsHeaderAndCookie() {
        assertThat(exchange.tell(RECORDED)).isEqualTo(new RoleView(4, "operator"));

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

        exchange.tell(RECORDED);

        assertThat(response.getHeader("Set-Cookie")).contains("; Secure");
    }

    @Test
    void isNobodysWithoutACaller() {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(exchange::actor)
                .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo(AccessReason.NOT_SIGNED_IN));
    }
}
