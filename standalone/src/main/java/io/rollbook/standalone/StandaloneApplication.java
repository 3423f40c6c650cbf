package io.rollbook.standalone;

import io.rollbook.command.CommandSide;
import io.rollbook.query.QuerySide;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The whole of Rollbook in one process, on one port, over embedded servers. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({CommandSide.class, QuerySide.class, ReadyNotice.class})
public class StandaloneApplication {

    /** Runs until it is stopped; ends with exit code 1 and one sentence when it cannot start. */
    public static void main(String[] arguments) {
        var application = new SpringApplication(StandaloneApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.addListeners(new ServersFirst());
        try {
            application.run(arguments);
        } catch (RuntimeException e) {
            // It has been reported in one sentence; the servers' threads would keep the process alive.
            System.exit(1);
        }
    }
}
