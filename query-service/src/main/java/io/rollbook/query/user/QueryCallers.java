package io.rollbook.query.user;

import io.rollbook.query.consistency.ReadYourWrites;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.CallerDirectory;
import io.rollbook.web.access.VerifiedToken;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;

/**
 * Who is calling, from the users' read model. Not found by a scan: import it where the read side runs alone. Beside the
 * command side there is a directory that knows sooner.
 *
 * <p>A caller with a dead letter is let in nowhere: what could not be folded may be what took their rights away.
 */
public class QueryCallers {
    private static final Logger LOG = LoggerFactory.getLogger(QueryCallers.class);

    /** How long to wait for a user who has an account but is not in the read model yet. */
    static final Duration NEW_USER = Duration.ofSeconds(2);

    /** How long ago somebody who is new has signed in at most. The token of an account without a user is waited for no longer. */
    private static final Duration JUST_NOW = Duration.ofSeconds(30);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

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
        var found = readYourWrites.await(patience, () -> users.findByUid(token.uid()));
        found.map(UserDocument::id).filter(users::isOutOfDate).ifPresent(user -> {
            LOG.warn("refused {}, who has dead letters: what they may do is not known", user);
            throw new Unavailable("what you may do is not known at this moment", RETRY_AFTER);
        });
        return found.filter(user -> !user.refuses(token)).map(user -> user.caller(token));
    }
}
