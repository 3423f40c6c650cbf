package io.rollbook.servers;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.lifecycle.Startable;

/**
 * Whether tests run against containers, as the build's profile {@code containers} says by the system property
 * {@value #PROPERTY}. The images are those of docker-compose.yml.
 */
final class Containers {

    static final String PROPERTY = "rollbook.test.servers";
    static final String POSTGRES = "postgres:18";
    static final String KAFKA = "apache/kafka:4.2.1";
    static final String MONGO = "mongo:8.0";

    private static final String WANTED = "containers";
    private static final String EMBEDDED = "embedded";

    private Containers() {}

    /**
     * @throws IllegalStateException if neither kind is named, so that a mistyped name does not quietly test something
     *     else
     */
    static boolean wanted() {
        return switch (System.getProperty(PROPERTY, EMBEDDED)) {
            case WANTED -> true;
            case EMBEDDED -> false;
            case String other ->
                throw new IllegalStateException(
                        "%s is %s: set it to %s or %s".formatted(PROPERTY, other, EMBEDDED, WANTED));
        };
    }

    /**
     * Starts a container and waits until it serves. It goes with this JVM at the latest.
     *
     * @throws IllegalStateException if no container engine answers
     */
    static <C extends Startable> C start(C container) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException(
                    "no container engine answers: start Docker (docker info shows whether it runs),"
                            + " or run without -Pcontainers to test against the embedded servers");
        }
        container.start();
        return container;
    }
}
