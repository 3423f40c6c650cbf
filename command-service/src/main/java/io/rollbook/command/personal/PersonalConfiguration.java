package io.rollbook.command.personal;

import io.rollbook.personal.KeyRing;
import io.rollbook.personal.KeyRingFile;
import io.rollbook.web.personal.KeyRingSettings;
import io.rollbook.web.platform.StartRefused;
import java.io.IOException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The key ring, from a setting or a file; without one nothing starts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeyRingSettings.class)
class PersonalConfiguration {

    @Bean
    KeyRing keyRing(KeyRingSettings settings) {
        var given = settings.keyRing();
        try {
            return given == null ? KeyRingFile.loadOrCreate(settings.keyRingFile()) : KeyRing.read(given);
        } catch (IllegalArgumentException e) {
            throw new StartRefused("rollbook.personal.key-ring is no key ring");
        } catch (IOException e) {
            throw new StartRefused("rollbook.personal.key-ring-file: " + e.getMessage());
        }
    }
}
