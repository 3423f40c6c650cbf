package io.rollbook.command.identity;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.UserView;
import io.rollbook.command.claim.UserClaims;
import org.springframework.stereotype.Component;

/** Lets a person in who knows their password and is on the roll, approved or not. */
@Component
public class SignIn {

    private final IdentityProvider identity;
    private final UserClaims claims;
    private final KnownUsers users;

    SignIn(IdentityProvider identity, UserClaims claims, KnownUsers users) {
        this.identity = identity;
        this.claims = claims;
        this.users = users;
    }

    /**
     * Signs in.
     *
     * @throws Rejection with the same reason whatever is wrong: an unknown email, a wrong password, a disabled user
     */
    public SignedIn with(String email, String password) {
        var account = identity.signIn(email, password).orElseThrow(() -> new Rejection(Refusal.WRONG_CREDENTIALS));
        var caller = claims.findByUid(account.uid())
                .filter(found -> !found.disabled())
                .orElseThrow(() -> new Rejection(Refusal.WRONG_CREDENTIALS));
        var user = users.find(caller.id());
        return new SignedIn(identity.issue(account, user.version()), user.view());
    }

    /** A token and whose it is. */
    public record SignedIn(SessionToken token, UserView user) {}

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
