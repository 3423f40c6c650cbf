package io.rollbook.standalone.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.servers.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Caddy with {@code deploy/proxy/Caddyfile} as it is deployed, over instances on addresses of the loopback interface. */
public final class RunningProxy implements AutoCloseable {

    private static final Path CONFIGURATION = Path.of("..", "deploy", "proxy", "Caddyfile");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int httpPort = FreePort.pick();
    private final int httpsPort = FreePort.pick();
    private final int keysPort = FreePort.pick();
    private final int servicePort = FreePort.pick();
    private final int managementPort = FreePort.pick();
    private final NameServer names;
    private final Process caddy;

    private RunningProxy(String site, Path data, Map<String, List<String>> instances) throws IOException {
        this.names = NameServer.of(instances);
        var output = Files.createDirectories(Path.of("target", "it-output"))
                .resolve("caddy-" + httpPort + ".log")
                .toFile();
        var builder = new ProcessBuilder(
                        program().toString(), "run", "--config", CONFIGURATION.toString(), "--adapter", "caddyfile")
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().putAll(settings(site, data));
        this.caddy = builder.start();
    }

    private Map<String, String> settings(String site, Path data) {
        var settings = new HashMap<String, String>();
        settings.put("ROLLBOOK_SITE", site);
        settings.put("ROLLBOOK_HTTP_PORT", Integer.toString(httpPort));
        settings.put("ROLLBOOK_HTTPS_PORT", Integer.toString(httpsPort));
        settings.put("ROLLBOOK_KEYS_PORT", Integer.toString(keysPort));
        settings.put("ROLLBOOK_SERVICE_PORT", Integer.toString(servicePort));
        settings.put("ROLLBOOK_MANAGEMENT_PORT", Integer.toString(managementPort));
        settings.put("ROLLBOOK_RESOLVERS", "resolvers " + names.address());
        settings.put("XDG_DATA_HOME", data.resolve("caddy").toString());
        settings.put("XDG_CONFIG_HOME", data.resolve("caddy").toString());
        return settings;
    }

    /**
     * Starts it. Skips the test where there is no Caddy: it is the program that the system property
     * {@code rollbook.caddy} names, or the one on the path.
     *
     * @param site the value of {@code ROLLBOOK_SITE}
     * @param instances the addresses of each service
     */
    public static RunningProxy start(String site, Path data, Map<String, List<String>> instances) {
        try {
            var proxy = new RunningProxy(site, data, instances);
            try {
                await().atMost(PATIENCE).until(() -> proxy.listens(proxy.httpPort));
                return proxy;
            } catch (RuntimeException | Error e) {
                proxy.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Caddy", e);
        }
    }

    private static Path program() {
        var path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        var found = Stream.concat(
                        Optional.ofNullable(System.getProperty("rollbook.caddy")).stream(),
                        Arrays.stream(path.split(File.pathSeparator)).map(folder -> folder + "/caddy"))
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(), "there is no Caddy: name it with -Drollbook.caddy=…, or let .ci/run build it");
        return found.orElseThrow();
    }

    private boolean listens(int port) {
        assertThat(caddy.isAlive()).as("Caddy runs").isTrue();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The one origin, by the name {@code localhost}. */
    public URI origin() {
        return URI.create("http://localhost:" + httpPort);
    }

    /** The port for TLS. */
    public URI secure() {
        return URI.create("https://localhost:" + httpsPort);
    }

    /** Where query services fetch the keys of tokens. */
    public URI keys() {
        return URI.create("http://127.0.0.1:" + keysPort);
    }

    /** Where instances have to listen for requests, each on its own address. */
    public int servicePort() {
        return servicePort;
    }

    /** Where instances have to listen for the inside. */
    public int managementPort() {
        return managementPort;
    }

    @Override
    public void close() {
        names.close();
        caddy.destroy();
    }
}
