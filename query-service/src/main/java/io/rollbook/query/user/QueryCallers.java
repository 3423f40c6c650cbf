package io.rollbook.query.user;

import io.rollbook.query.consistency.ReadYourWrites;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.CallerDirectory;
import io.rollbook.web.access.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.context.annotation.Bean;

/**
 * Who is calling, from the users' read model. Not found by a scan: import it where the read side runs alone. Beside the
 * command side there is a directory that knows sooner.
 */
public class QueryCallers {
    /** How long to wait for a user who has an account but is not in the read model yet. */
    static final Duration NEW_USER = Duration.ofSeconds(2);

    /** How long ago somebody who is new has signed in at most. The token of an account without a user is waited for no longer. */
    private static final Duration JUST_NOW = Duration.ofSeconds(30);

    @Bean
    CallerDirectory queryCallerDirectory(Users users, ReadYourWrites readYourWrites) {
        return token -> find(token, users, readYourWrites);
    }

    private static Optional<Caller> find(VerifiedToken token, Users users, ReadYourWrites readYourWrites) {
        var seen = token.seen();
        var patience = token.issuedAt().isAfter(Instant.now().minus(JUST_NOW)) ? NEW_USER : Duration.ZERO;
        if (seen != null && readYourWrites.await(seen).isPresent()) {
            // What the token was given for has been waited for: a user who is not there now is deleted.
            patience = Duration.ZERO;
        }
        return readYourWrites
                .await(patience, () -> users.findByUid(token.uid()))
                .filter(user -> !user.revocation().refuses(token))
                .map(UserDocument::caller);
    }
}
