package io.rollbook.command.privacy;

import io.rollbook.personal.KeyRing;
import io.rollbook.web.personal.KeyRingSettings;
import io.rollbook.web.personal.KeyRings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The key ring; without one nothing starts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeyRingSettings.class)
class KeyRingConfiguration {

    @Bean
    KeyRing keyRing(KeyRingSettings settings) {
        return KeyRings.of(settings).openOrCreate();
    }
}
