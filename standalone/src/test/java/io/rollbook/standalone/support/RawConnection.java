package io.rollbook.standalone.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connection over which a test sends what no decent client would. */
public final class RawConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;
    private final InputStream input;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.input = socket.getInputStream();
    }

    public static RawConnection to(URI server) {
        try {
            var socket = new Socket();
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.setTcpNoDelay(true);
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + server, e);
        }
    }

    /** Sends {@code text} as it is, each character one byte. */
    public RawConnection send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException("the server has closed the connection", e);
        }
        return this;
    }

    /** Sends {@code text} if the server still listens. */
    public boolean offer(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /**
     * The next answer, empty when the server has closed the connection instead.
     *
     * @throws AssertionError when nothing comes within 20 s, or no HTTP
     */
    public Optional<Answer> answer() {
        try {
            var status = line();
            if (status.isEmpty()) {
                return Optional.empty();
            }
            var parts = status.get().split(" ", 3);
            if (!parts[0].startsWith("HTTP/1.") || parts.length < 2) {
                throw new AssertionError("no HTTP: " + status.get());
            }
            var headers = headers();
            return Optional.of(new Answer("raw", Integer.parseInt(parts[1]), headers, body(headers)));
        } catch (SocketTimeoutException silent) {
            throw new AssertionError("no answer within " + PATIENCE.toSeconds() + " s", silent);
        } catch (IOException reset) {
            return Optional.empty();
        }
    }

    /** The status of the next answer, whose body is left unread. */
    public int status() {
        try {
            return Integer.parseInt(line().orElseThrow().split(" ", 3)[1]);
        } catch (IOException e) {
            throw new UncheckedIOException("no answer", e);
        }
    }

    /** Every answer until the server closes the connection. */
    public List<Answer> answers() {
        var answers = new ArrayList<Answer>();
        for (var answer = answer(); answer.isPresent(); answer = answer()) {
            answers.add(answer.get());
        }
        return answers;
    }

    /** The headers of every answer until the server closes the connection, for requests of which the last is a HEAD. */
    public List<Answer> heads() {
        var answers = new ArrayList<Answer>();
        for (var all = rest(); !all.isEmpty(); ) {
            var end = all.indexOf("\r\n\r\n");
            if (!all.startsWith("HTTP/1.1 ") || end < 0) {
                break;
            }
            answers.add(new Answer(
                    "raw", Integer.parseInt(all.substring(9, 12)), HttpHeaders.of(Map.of(), (n, v) -> true), ""));
            var next = all.indexOf("HTTP/1.1 ", end);
            all = next < 0 ? "" : all.substring(next);
        }
        return answers;
    }

    /** Says that no further request comes. */
    public void endRequests() {
        try {
            socket.shutdownOutput();
        } catch (IOException closed) {
            // The server has closed the connection; what it answered before can still be read.
        }
    }

    /** Whether the server closes the connection within {@code limit} without a word. */
    public boolean closesWithin(Duration limit) {
        try {
            socket.setSoTimeout((int) limit.toMillis());
            return input.read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private HttpHeaders headers() throws IOException {
        var fields = new LinkedHashMap<String, List<String>>();
        for (var line = line().orElse(""); !line.isEmpty(); line = line().orElse("")) {
            var colon = line.indexOf(':');
            fields.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return HttpHeaders.of(Map.copyOf(fields), (name, value) -> true);
    }

    private String body(HttpHeaders headers) throws IOException {
        if (headers.firstValue("Transfer-Encoding").isPresent()) {
            var body = new StringBuilder();
            for (var size = chunkSize(); size > 0; size = chunkSize()) {
                body.append(new String(input.readNBytes(size), StandardCharsets.UTF_8));
                line();
            }
            line();
            return body.toString();
        }
        if (headers.firstValue("Content-Length").isEmpty()
                && headers.firstValue("Connection").filter("close"::equals).isPresent()) {
            return rest();
        }
        var length = (int) headers.firstValueAsLong("Content-Length").orElse(0);
        return new String(input.readNBytes(length), StandardCharsets.UTF_8);
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().orElse("0"), 16);
    }

    private String rest() {
        try {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException reset) {
            return "";
        }
    }

    private Optional<String> line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (var next = input.read(); next >= 0; next = input.read()) {
            if (next == '\n') {
                return Optional.of(bytes.toString(StandardCharsets.UTF_8).stripTrailing());
            }
            bytes.write(next);
        }
        return bytes.size() == 0 ? Optional.empty() : Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
