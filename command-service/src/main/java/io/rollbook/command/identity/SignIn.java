package io.rollbook.command.identity;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.access.VerifiedToken;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/** Lets a person in who knows their password and is on the roll, approved or not. */
@Component
public class SignIn {

    private static final Reason WRONG_CREDENTIALS = new Reason(ErrorCode.AUTHENTICATION, "email or password is wrong");

    private static final int TRIES = 3;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final IdentityProvider identity;
    private final Callers claims;
    private final KnownUsers users;
    private final TokenVerifier tokens;

    SignIn(IdentityProvider identity, Callers claims, KnownUsers users, TokenVerifier tokens) {
        this.identity = identity;
        this.claims = claims;
        this.users = users;
        this.tokens = tokens;
    }

    /**
     * Signs in. What is given is bound to the state that was checked; when that has changed meanwhile, it is checked again.
     *
     * @throws Rejection with the same reason whatever is wrong: an unknown email, a wrong password, a disabled user
     * @throws Unavailable when the user kept being changed meanwhile
     */
    public SignedIn with(String email, String password) {
        for (var tries = 1; tries <= TRIES; tries++) {
            var signedIn = once(email, password);
            if (isGood(signedIn.verified())) {
                return signedIn;
            }
            awaitNextSecond(signedIn.verified());
        }
        throw new Unavailable("the user is being changed all the time", RETRY_AFTER);
    }

    private SignedIn once(String email, String password) {
        var account = identity.signIn(email, password).orElseThrow(() -> new Rejection(WRONG_CREDENTIALS));
        var caller = claims.findByUid(account.uid())
                .filter(found -> !found.disabled())
                .orElseThrow(() -> new Rejection(WRONG_CREDENTIALS));
        var token = identity.issue(account);
        var verified = tokens.verify(token.token())
                .orElseThrow(() -> new IllegalStateException("a token that was just given does not hold"));
        return new SignedIn(token, verified, users.find(caller.id()));
    }

    // A token that says which version it is for is refused by every later version that ends sessions, on both sides.
    // One that says only when it was given has to be put in one order with a change that is under way.
    private boolean isGood(VerifiedToken token) {
        var caller = token.seen() == null ? claims.findSettled(token) : claims.find(token);
        return caller.filter(found -> !found.disabled()).isPresent();
    }

    // A token that tells its time in seconds only and is of the very second of a sign-out counts as given before it, so
    // somebody who comes straight back gets one of the next second.
    private static void awaitNextSecond(VerifiedToken token) {
        if (token.seen() == null) {
            LockSupport.parkUntil(token.issuedAt().plusSeconds(1).plusMillis(50).toEpochMilli());
        }
    }

    /** A token, what it says, and whose it is. */
    public record SignedIn(SessionToken token, VerifiedToken verified, KnownUser user) {}
}
