package io.rollbook.command.identity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.UserId;
import io.rollbook.command.identity.SignIn.SignedIn;
import io.rollbook.web.envelope.TooManyRequests;
import io.rollbook.web.envelope.Unavailable;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Counts attempts to sign in by how they ended, as {@code rollbook.sign.ins}, and tells the security log. Of one that failed
 * neither says whom it named.
 */
@Component
public class SignInCount {

    private final MeterProvider<Counter> attempts;

    SignInCount(MeterRegistry registry) {
        attempts = Counter.builder("rollbook.sign.ins")
                .description("Attempts to sign in by outcome")
                .withRegistry(registry);
    }

    /** Makes the attempt and counts it. */
    public SignedIn of(Supplier<SignedIn> attempt) {
        var outcome = "failed";
        try {
            var result = attempt.get();
            outcome = "ok";
            SecurityLog.tell(
                    SecurityEvent.SIGNED_IN, new UserId(result.user().view().id()).toString());
            return result;
        } catch (Rejection refused) {
            outcome = "refused";
            SecurityLog.tell(SecurityEvent.SIGN_IN_REFUSED, null);
            throw refused;
        } catch (TooManyRequests limited) {
            outcome = "limited";
            SecurityLog.tell(SecurityEvent.SIGN_IN_LIMITED, null);
            throw limited;
        } catch (Unavailable | DataAccessException | TransactionException away) {
            outcome = "unavailable";
            throw away;
        } finally {
            attempts.withTag("outcome", outcome).increment();
        }
    }
}
