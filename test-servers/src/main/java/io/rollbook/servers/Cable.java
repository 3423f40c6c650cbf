package io.rollbook.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cable to a server that a test can cut and mend: the server is away, and comes back with all it had. */
public final class Cable implements AutoCloseable {

    private volatile InetSocketAddress far;
    private final ServerSocket entry;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Cable(String host, int port) {
        this.far = InetSocketAddress.createUnresolved(host, port);
        try {
            entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** A cable to {@code host:port}. */
    static Cable to(String address) {
        var far = parse(address);
        return new Cable(far.getHostString(), far.getPort());
    }

    private static InetSocketAddress parse(String address) {
        var colon = address.lastIndexOf(':');
        return InetSocketAddress.createUnresolved(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    /** From now on it leads to {@code host:port}, as if the server had been started again there; all connections break. */
    void leadTo(String address) {
        far = parse(address);
        sockets.forEach(Cable::close);
    }

    /** The near end, {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** The port of the near end, on the loopback interface. */
    public int port() {
        return entry.getLocalPort();
    }

    /** Breaks all connections and every new one. */
    public void cut() {
        cut = true;
        sockets.forEach(Cable::close);
    }

    public void mend() {
        cut = false;
    }

    @Override
    public void close() {
        cut();
        try {
            entry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            drop(near);
            return;
        }
        Socket far;
        try {
            far = new Socket(this.far.getHostString(), this.far.getPort());
        } catch (IOException e) {
            drop(near);
            throw e;
        }
        sockets.add(far);
        if (cut) {
            drop(near);
            drop(far);
            return;
        }
        Thread.ofVirtual().start(() -> pump(near, far));
        Thread.ofVirtual().start(() -> pump(far, near));
    }

    private void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // A cut cable ends like this; what matters is that both ends learn of it.
        } finally {
            drop(from);
            drop(to);
        }
    }

    private void drop(Socket socket) {
        close(socket);
        sockets.remove(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
