package io.rollbook.command.publishing;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Tells a broker that is away, and will come back, from a fault. */
public final class KafkaOutage {

    private KafkaOutage() {}

    /** Whether {@code throwable}, or what caused it, says that Kafka cannot be reached or does not answer in time. */
    public static boolean isOne(@Nullable Throwable throwable) {
        for (var cause = throwable; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException || (cause instanceof ConfigException wrong && isName(wrong))) {
                return true;
            }
        }
        return false;
    }

    // A client is not made while the name of its server is not known.
    private static boolean isName(ConfigException wrong) {
        return wrong.getMessage() != null && wrong.getMessage().startsWith("No resolvable bootstrap");
    }
}
