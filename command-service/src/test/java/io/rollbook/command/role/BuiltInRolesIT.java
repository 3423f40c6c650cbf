package io.rollbook.command.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.rollbook.api.error.Rejection;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.CommandSender;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several command services that start for the first time at once. */
class BuiltInRolesIT extends WithWriteSide {

    @Autowired
    private CommandSender commands;

    @Autowired
    private JdbcClient jdbc;

    private final RoleClaims claims = mock(RoleClaims.class);

    @Test
    void whatAnotherInstanceHasMadeInTheMeantimeIsMade() {
        when(claims.exists(any())).thenReturn(false, true);

        new BuiltInRoles(claims, commands).run();

        assertThat(jdbc.sql("select count(*) from domain_event where aggregate_id = 'role-1'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whatNobodyHasMadeIsAFailure() {
        when(claims.exists(any())).thenReturn(false);

        assertThatExceptionOfType(Rejection.class).isThrownBy(() -> new BuiltInRoles(claims, commands).run());
    }
}
