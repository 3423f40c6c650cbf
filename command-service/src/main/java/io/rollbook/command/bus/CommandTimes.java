package io.rollbook.command.bus;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.command.store.StoreOutage;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Measures commands, by type and by what came of them, as {@code rollbook.commands}: from the sending to the commit or
 * the refusal, all attempts together, without the wait for the read side.
 */
@Component
class CommandTimes {

    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final MeterProvider<Timer> timers;

    CommandTimes(MeterRegistry registry) {
        this.registry = registry;
        this.timers = Timer.builder("rollbook.commands")
                .description("Commands by type and outcome, from sending to commit or refusal")
                .withRegistry(registry);
    }

    <V> CommandResult<V> time(Object command, Supplier<CommandResult<V>> sending) {
        var sample = Timer.start(registry);
        try {
            var recorded = sending.get();
            stop(sample, command, recorded.changed() ? "ok" : "unchanged", NONE);
            return recorded;
        } catch (Rejection rejection) {
            var changedMeanwhile = rejection.reason() == CommandReason.CHANGED_MEANWHILE;
            stop(
                    sample,
                    command,
                    changedMeanwhile ? "conflict" : "rejected",
                    family(rejection.reason().code()));
            throw rejection;
        } catch (InvalidInput invalid) {
            stop(sample, command, "rejected", family(ErrorCode.VALIDATION));
            throw invalid;
        } catch (RuntimeException failure) {
            stop(sample, command, StoreOutage.isOne(failure) ? "unavailable" : "failed", NONE);
            throw failure;
        }
    }

    private void stop(Timer.Sample sample, Object command, String outcome, String reason) {
        sample.stop(timers.withTags("type", command.getClass().getSimpleName(), "outcome", outcome, "reason", reason));
    }

    private static String family(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }
}
