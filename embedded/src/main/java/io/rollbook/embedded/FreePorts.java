package io.rollbook.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free TCP ports of the loopback interface, for servers that are started later. None of those that clients get for their
 * own end: whoever tries again and again to reach such a port before its server is there reaches, sooner or later, himself.
 */
public final class FreePorts {

    /** The IPv4 loopback address, under the name that every server and driver understands in the same way. */
    static final String LOOPBACK = "127.0.0.1";

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /** Binds to a free port of {@link #LOOPBACK}, even where the JVM would prefer IPv6. */
    static InetSocketAddress anyLoopbackPort() {
        return loopback(0);
    }

    /**
     * Picks different ports that nobody listens on now. Somebody else may take one before it is used: a server that
     * finds its port taken has to ask again.
     *
     * @param count how many, at least 1
     */
    public static List<Integer> pick(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            while (sockets.size() < count) {
                sockets.add(bindAny());
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private static ServerSocket bindAny() throws IOException {
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var socket = new ServerSocket();
            try {
                socket.bind(loopback(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST)));
                return socket;
            } catch (IOException taken) {
                socket.close();
            }
        }
        throw new IOException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    private static InetSocketAddress loopback(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }
}
