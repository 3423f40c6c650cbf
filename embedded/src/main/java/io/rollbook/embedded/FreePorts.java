package io.rollbook.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Free TCP ports of the loopback interface. */
final class FreePorts {

    private FreePorts() {}

    /** The IPv4 loopback address, under the name that every server and driver understands in the same way. */
    static final String LOOPBACK = "127.0.0.1";

    /** Binds to a free port of {@link #LOOPBACK}, even where the JVM would prefer IPv6. */
    static InetSocketAddress anyLoopbackPort() {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    /**
     * Picks different ports that nobody listens on now. Somebody else may take one before it is used: a server that
     * finds its port taken has to ask again.
     */
    static int[] pick(int count) throws IOException {
        var sockets = new ServerSocket[count];
        var ports = new int[count];
        try {
            for (var i = 0; i < count; i++) {
                sockets[i] = new ServerSocket();
                sockets[i].bind(anyLoopbackPort());
                ports[i] = sockets[i].getLocalPort();
            }
        } finally {
            for (var socket : sockets) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
        return ports;
    }
}
