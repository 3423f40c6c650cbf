package io.rollbook.command.role;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.RoleName;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.startup.StartupTask;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Makes the built-in roles at the first start, as events like every other. */
@Component
@Order(1)
class BuiltInRoles implements StartupTask {

    private final RoleClaims roles;
    private final CommandSender commands;

    BuiltInRoles(RoleClaims roles, CommandSender commands) {
        this.roles = roles;
        this.commands = commands;
    }

    @Override
    public void run() {
        for (var role : BuiltInRole.values()) {
            if (!roles.exists(role.id())) {
                make(role);
            }
        }
    }

    private void make(BuiltInRole role) {
        try {
            commands.send(new CreateRole(role.id(), new RoleName(role.roleName())), Actor.SYSTEM);
        } catch (Rejection rejection) {
            // Of several that start for the first time at once one makes it.
            if (!roles.exists(role.id())) {
                throw rejection;
            }
        }
    }
}
