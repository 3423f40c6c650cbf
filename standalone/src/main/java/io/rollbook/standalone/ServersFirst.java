package io.rollbook.standalone;

import io.rollbook.embedded.EmbeddedServers;
import io.rollbook.web.platform.StartRefused;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the embedded servers before anything that needs them, and tells the application where they are. They stop after
 * the application has.
 */
final class ServersFirst implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    /** The address of the first administrator when the environment names none. */
    static final String ADMIN_EMAIL = "admin@rollbook.localhost";

    /** Set to the password made up for the first administrator when the environment names none. */
    static final String MADE_UP_PASSWORD = "rollbook.admin.made-up-password";

    private static final int DEFAULT_PORT = 8080;
    private static final int PASSWORD_BYTES = 12;

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        var environment = event.getEnvironment();
        requireFree(environment.getProperty("server.port", Integer.class, DEFAULT_PORT));

        var data = Path.of(environment.getProperty("rollbook.data", "data"))
                .toAbsolutePath()
                .normalize();
        var servers = EmbeddedServers.start(data);
        SpringApplication.getShutdownHandlers().add(servers::close);

        var properties = new HashMap<String, Object>(where(servers));
        properties.put("rollbook.data", data.toString());
        var sources = environment.getPropertySources();
        sources.addFirst(new MapPropertySource("embedded servers", properties));
        sources.addLast(new MapPropertySource("embedded default", firstAdmin(environment)));
    }

    private static Map<String, Object> where(EmbeddedServers servers) {
        var where = new HashMap<String, Object>();
        where.put("spring.datasource.url", servers.postgres().jdbcUrl());
        where.put("spring.datasource.username", servers.postgres().user());
        where.put("spring.datasource.password", servers.postgres().password());
        where.put("spring.kafka.bootstrap-servers", servers.kafka().bootstrapServers());
        servers.kafka().clientSettings().forEach((name, value) -> where.put("spring.kafka.properties." + name, value));
        where.put("spring.mongodb.uri", servers.mongo().connectionString("rollbook"));
        return where;
    }

    private static Map<String, Object> firstAdmin(ConfigurableEnvironment environment) {
        if (environment.getProperty("rollbook.admin.password") != null) {
            return Map.of("rollbook.admin.email", ADMIN_EMAIL);
        }
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        var password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return Map.of(
                "rollbook.admin.email", ADMIN_EMAIL, "rollbook.admin.password", password, MADE_UP_PASSWORD, password);
    }

    // Seconds before the web server would find out, and before any other server has been started for nothing.
    private static void requireFree(int port) {
        if (port == 0) {
            return;
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new StartRefused("port " + port + " is in use; stop what uses it or set SERVER_PORT to another port");
        }
    }
}
