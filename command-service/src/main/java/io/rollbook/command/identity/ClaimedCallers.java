package io.rollbook.command.identity;

import io.rollbook.command.claim.UserClaims;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.CallerDirectory;
import io.rollbook.web.access.VerifiedToken;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who is calling, from the claims: as of the last committed command, with no lag. */
@Component
class ClaimedCallers implements CallerDirectory {

    private final UserClaims users;

    ClaimedCallers(UserClaims users) {
        this.users = users;
    }

    @Override
    public Optional<Caller> find(VerifiedToken token) {
        return users.find(token);
    }
}
