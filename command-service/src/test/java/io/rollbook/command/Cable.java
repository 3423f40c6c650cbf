package io.rollbook.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cable to a local server that a test can cut and mend: the server is away, and comes back with all it had. */
final class Cable implements AutoCloseable {

    private final int target;
    private final ServerSocket entry;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /** A cable to the server at a loopback port. */
    Cable(int target) {
        this.target = target;
        try {
            entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** The port at this end. */
    int port() {
        return entry.getLocalPort();
    }

    /** Breaks all connections and every new one. */
    void cut() {
        cut = true;
        sockets.forEach(Cable::close);
    }

    void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        cut();
        entry.close();
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                connect(entry.accept());
            } catch (IOException e) {
                // The entry was closed, or the server refuses: either way the client sees a broken connection.
            }
        }
    }

    private void connect(Socket near) throws IOException {
        sockets.add(near);
        if (cut) {
            close(near);
            return;
        }
        var far = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(far);
        Thread.ofVirtual().start(() -> pump(near, far));
        Thread.ofVirtual().start(() -> pump(far, near));
    }

    private void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // A cut cable ends like this; what matters is that both ends learn of it.
        } finally {
            close(from);
            close(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
