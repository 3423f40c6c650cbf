package io.rollbook.command.identity;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.command.claim.UserClaims;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.access.VerifiedToken;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/** Lets a person in who knows their password and is on the roll, approved or not. */
@Component
public class SignIn {

    private static final int TRIES = 2;

    private final IdentityProvider identity;
    private final UserClaims claims;
    private final KnownUsers users;
    private final TokenVerifier tokens;

    SignIn(IdentityProvider identity, UserClaims claims, KnownUsers users, TokenVerifier tokens) {
        this.identity = identity;
        this.claims = claims;
        this.users = users;
        this.tokens = tokens;
    }

    /**
     * Signs in.
     *
     * @throws Rejection with the same reason whatever is wrong: an unknown email, a wrong password, a disabled user
     */
    public SignedIn with(String email, String password) {
        for (var tries = 1; ; tries++) {
            var signedIn = once(email, password);
            // A provider's token may tell its time in seconds only. One of the very second of a sign-out counts as
            // given before it, so whoever comes straight back gets one of the next second.
            if (claims.find(signedIn.verified()).isPresent() || tries == TRIES) {
                return signedIn;
            }
            LockSupport.parkUntil(
                    signedIn.verified().issuedAt().plusSeconds(1).plusMillis(50).toEpochMilli());
        }
    }

    private SignedIn once(String email, String password) {
        var account = identity.signIn(email, password).orElseThrow(() -> new Rejection(Refusal.WRONG_CREDENTIALS));
        var caller = claims.findByUid(account.uid())
                .filter(found -> !found.disabled())
                .orElseThrow(() -> new Rejection(Refusal.WRONG_CREDENTIALS));
        var user = users.find(caller.id());
        var token = identity.issue(account, user.version());
        var verified = tokens.verify(token.token())
                .orElseThrow(() -> new IllegalStateException("a token that was just given does not hold"));
        return new SignedIn(token, verified, user);
    }

    /** A token, what it says, and whose it is. */
    public record SignedIn(SessionToken token, VerifiedToken verified, KnownUser user) {}

    private enum Refusal implements Reason {
        WRONG_CREDENTIALS;

        @Override
        public ErrorCode code() {
            return ErrorCode.AUTHENTICATION;
        }

        @Override
        public String sentence() {
            return "email or password is wrong";
        }
    }
}
