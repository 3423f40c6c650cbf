package io.rollbook.command;

import io.rollbook.web.platform.Secret;
import io.rollbook.web.platform.StartRefused;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The command service as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(CommandSide.class)
public class CommandServiceApplication {

    /** Runs until it is stopped; ends with exit code 1 and one sentence when it cannot start. */
    public static void main(String[] arguments) {
        SpringApplication.run(CommandServiceApplication.class, arguments);
    }

    /**
     * Looks at what has no default before anything is made with it. In the embedded default it is the program that
     * chooses the secrets.
     */
    @Bean
    static BeanFactoryPostProcessor requiredSettings(Environment settings) {
        return beans -> {
            if (settings.getProperty("spring.datasource.url", "").isBlank()) {
                throw new StartRefused(
                        "set SPRING_DATASOURCE_URL to where PostgreSQL is, as jdbc:postgresql://localhost:5432/rollbook");
            }
            Secret.required(settings, "spring.datasource.password");
            Secret.verify(settings.getProperty("spring.flyway.password"), "spring.flyway.password");
            Secret.verify(settings.getProperty("rollbook.admin.password"), "rollbook.admin.password");
        };
    }
}
