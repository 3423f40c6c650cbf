package io.rollbook.command.role;

import io.rollbook.command.startup.StartupTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Claims the names of roles that are older than the rule that a name belongs to one role, and tells which of them share one. */
@Component
@Order(0)
class NamesOfOldRoles implements StartupTask {

    private static final Logger LOG = LoggerFactory.getLogger(NamesOfOldRoles.class);

    private final RoleClaims roles;

    NamesOfOldRoles(RoleClaims roles) {
        this.roles = roles;
    }

    @Override
    public void run() {
        roles.claimNamesOfOld();
        var sharing = roles.sharingANameOfAnother();
        if (!sharing.isEmpty()) {
            LOG.warn(
                    "roles with a name that an older role has, which stay as they are until they are renamed: {}",
                    sharing);
        }
    }
}
