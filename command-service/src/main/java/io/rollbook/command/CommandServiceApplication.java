package io.rollbook.command;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The command service as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(CommandSide.class)
public class CommandServiceApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(CommandServiceApplication.class, arguments);
    }
}
