package io.rollbook.standalone.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A name server as small as RFC 1035 lets it be: it knows the IPv4 addresses of a few names, and of nothing else. */
final class NameServer implements AutoCloseable {

    private static final int HEADER = 12;
    private static final short ANSWERED = (short) 0x8180;
    private static final short A = 1;
    private static final short INTERNET = 1;
    private static final short THE_NAME_ASKED_FOR = (short) 0xC00C;

    private final Map<String, List<String>> addresses;
    private final DatagramSocket socket;

    private NameServer(Map<String, List<String>> addresses) throws IOException {
        this.addresses = addresses;
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("name-server").start(this::serve);
    }

    static NameServer of(Map<String, List<String>> addresses) {
        try {
            return new NameServer(addresses);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it answers, {@code host:port}. */
    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                var query = new DatagramPacket(new byte[512], 512);
                socket.receive(query);
                var answer = answer(ByteBuffer.wrap(query.getData(), 0, query.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
            }
        } catch (IOException closed) {
            // Nobody asks any more.
        }
    }

    private byte[] answer(ByteBuffer query) throws IOException {
        var id = query.getShort();
        query.position(HEADER);
        var name = new StringBuilder();
        for (var length = query.get(); length > 0; length = query.get()) {
            var label = new byte[length];
            query.get(label);
            name.append(new String(label, StandardCharsets.US_ASCII)).append('.');
        }
        var type = query.getShort();
        query.getShort();
        var question = new byte[query.position() - HEADER];
        query.get(HEADER, question);
        var known =
                type == A ? addresses.getOrDefault(name.substring(0, name.indexOf(".")), List.of()) : List.<String>of();
        var answer = ByteBuffer.allocate(512)
                .putShort(id)
                .putShort(ANSWERED)
                .putShort((short) 1)
                .putShort((short) known.size())
                .putInt(0)
                .put(question);
        for (var address : known) {
            answer.putShort(THE_NAME_ASKED_FOR)
                    .putShort(A)
                    .putShort(INTERNET)
                    .putInt(1)
                    .putShort((short) 4)
                    .put(InetAddress.getByName(address).getAddress());
        }
        var bytes = new byte[answer.position()];
        answer.flip().get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        socket.close();
    }
}
