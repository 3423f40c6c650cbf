package io.rollbook.command.identity.local;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Passwords that cost next to nothing, for a test of many rounds that does not look at the cost. */
@TestConfiguration(proxyBeanMethods = false)
public class CheapHashes {

    private static final int WAITING = 200;
    private static final int MEMORY_KIBIBYTES = 64;

    @Bean
    @Primary
    PasswordHashes quick(MeterRegistry meters) {
        return new PasswordHashes(meters, WAITING, MEMORY_KIBIBYTES);
    }
}
