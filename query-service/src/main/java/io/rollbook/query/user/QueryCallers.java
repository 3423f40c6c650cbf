package io.rollbook.query.user;

import io.rollbook.query.consistency.ReadYourWrites;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.CallerDirectory;
import io.rollbook.web.access.VerifiedToken;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;

/**
 * Who is calling, from the users' read model. Not found by a scan: import it where the read side runs alone. Beside the
 * command side there is a directory that knows sooner.
 */
public class QueryCallers {
    /** How long to wait for a user who has an account but is not in the read model yet. */
    static final Duration NEW_USER = Duration.ofSeconds(1);

    @Bean
    CallerDirectory queryCallerDirectory(Users users, ReadYourWrites readYourWrites) {
        return token -> find(token, users, readYourWrites);
    }

    private static Optional<Caller> find(VerifiedToken token, Users users, ReadYourWrites readYourWrites) {
        var seen = token.seen();
        var patience = NEW_USER;
        if (seen != null && readYourWrites.await(seen).isPresent()) {
            // What the token was given for has been waited for: whoever is not there now is deleted.
            patience = Duration.ZERO;
        }
        return readYourWrites
                .await(patience, () -> users.findByUid(token.uid()))
                .filter(user -> !user.revocation().refuses(token))
                .map(UserDocument::caller);
    }
}
