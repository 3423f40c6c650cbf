package io.rollbook.servers;

import io.rollbook.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A port of the loopback interface for a server that is started later. */
public final class FreePort {

    private FreePort() {}

    /** One that nobody listens on now, and no client gets for its own end. */
    public static int pick() {
        try {
            return FreePorts.pick(1).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
