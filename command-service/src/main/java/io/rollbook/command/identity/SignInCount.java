package io.rollbook.command.identity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.rollbook.api.error.Rejection;
import io.rollbook.web.envelope.TooManyRequests;
import io.rollbook.web.envelope.Unavailable;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Counts attempts to sign in by how they ended, as {@code rollbook.sign.ins}; of whom it says nothing. */
@Component
public class SignInCount {

    private final MeterProvider<Counter> attempts;

    SignInCount(MeterRegistry registry) {
        attempts = Counter.builder("rollbook.sign.ins")
                .description("Attempts to sign in by outcome")
                .withRegistry(registry);
    }

    /** Makes the attempt and counts it. */
    public <T> T of(Supplier<T> attempt) {
        var outcome = "failed";
        try {
            var result = attempt.get();
            outcome = "ok";
            return result;
        } catch (Rejection refused) {
            outcome = "refused";
            throw refused;
        } catch (TooManyRequests limited) {
            outcome = "limited";
            throw limited;
        } catch (Unavailable | DataAccessException | TransactionException away) {
            outcome = "unavailable";
            throw away;
        } finally {
            attempts.withTag("outcome", outcome).increment();
        }
    }
}
