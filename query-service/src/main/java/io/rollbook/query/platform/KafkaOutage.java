package io.rollbook.query.platform;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Tells a broker that is away, slow or about to be there again from a fault. */
public final class KafkaOutage {

    private static final String UNKNOWN_HOST = "No resolvable bootstrap urls";

    private KafkaOutage() {}

    /** Whether {@code throwable}, or what caused it, says that Kafka cannot be reached or serves nobody now. */
    public static boolean isOne(@Nullable Throwable throwable) {
        for (var cause = throwable; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException
                    || (cause instanceof ConfigException
                            && String.valueOf(cause.getMessage()).contains(UNKNOWN_HOST))) {
                return true;
            }
        }
        return false;
    }
}
