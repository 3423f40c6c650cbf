package io.rollbook.command.identity.firebase;

import com.google.firebase.ErrorCode;
import com.google.firebase.auth.AuthErrorCode;
import com.google.firebase.auth.FirebaseAuthException;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.UserReason;
import io.rollbook.command.identity.NoSuchAccount;
import io.rollbook.web.access.AccessReason;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Firebase's errors mean to us. Its own messages go nowhere: they repeat the email they are about.
 */
final class ProviderErrors {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderErrors.class);
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration QUOTA = Duration.ofSeconds(60);

    private ProviderErrors() {}

    static RuntimeException of(@Nullable Throwable cause) {
        if (!(cause instanceof FirebaseAuthException error)) {
            return away(cause == null ? "no answer" : cause.getClass().getSimpleName());
        }
        var kind = error.getAuthErrorCode();
        if (kind == AuthErrorCode.EMAIL_ALREADY_EXISTS) {
            return new Rejection(UserReason.EMAIL_TAKEN);
        }
        if (kind == AuthErrorCode.USER_NOT_FOUND) {
            return new NoSuchAccount();
        }
        if (kind == AuthErrorCode.INVALID_ID_TOKEN
                || kind == AuthErrorCode.EXPIRED_ID_TOKEN
                || kind == AuthErrorCode.REVOKED_ID_TOKEN
                || kind == AuthErrorCode.USER_DISABLED) {
            return new Rejection(AccessReason.TOKEN_REFUSED);
        }
        return switch (error.getErrorCode()) {
            case RESOURCE_EXHAUSTED -> exhausted();
            case INVALID_ARGUMENT -> invalid(error);
            case UNAUTHENTICATED, PERMISSION_DENIED -> refused(error.getErrorCode());
            default -> away(error.getErrorCode().name());
        };
    }

    static Unavailable away(String why) {
        LOG.warn("the identity provider cannot be reached: {}", why);
        return new Unavailable("the identity provider cannot be reached", SOON);
    }

    static Unavailable exhausted() {
        LOG.warn("the identity provider's quota is used up");
        return new Unavailable("the identity provider takes no more requests for now", QUOTA);
    }

    private static Unavailable refused(ErrorCode code) {
        LOG.error("Firebase refuses the service account ({}): give it the role Firebase Authentication Admin", code);
        return new Unavailable("the identity provider cannot be used", QUOTA);
    }

    private static RuntimeException invalid(FirebaseAuthException error) {
        var answer = error.getHttpResponse();
        var content = answer == null ? "" : String.valueOf(answer.getContent());
        if (content.contains("WEAK_PASSWORD") || content.contains("PASSWORD_DOES_NOT_MEET_REQUIREMENTS")) {
            return new InvalidInput("password", "is too weak for the identity provider");
        }
        if (content.contains("INVALID_EMAIL")) {
            return new InvalidInput("email", "is refused by the identity provider");
        }
        return away(error.getErrorCode().name());
    }
}
