package io.rollbook.command.identity.local;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * Passwords cost next to nothing in the processes that these tests start by class path: thousands of people sign in, and
 * none of the tests looks at the cost. The component scan of the command side finds it; what is delivered does not have it.
 */
@Configuration(proxyBeanMethods = false)
class CheapHashes {

    private static final int WAITING = 200;
    private static final int MEMORY_KIBIBYTES = 64;

    @Bean
    @Primary
    PasswordHashes quick(MeterRegistry meters) {
        return new PasswordHashes(meters, WAITING, MEMORY_KIBIBYTES);
    }
}
