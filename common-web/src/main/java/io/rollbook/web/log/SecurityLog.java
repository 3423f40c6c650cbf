package io.rollbook.web.log;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * What somebody who watches over the service wants to know: one line an event, on a logger of its own, as
 * {@code signed-in person=user-7 network=203.0.113.0/24}, and each part as a field in JSON. The line has the correlation id
 * that every line has. People are numbers, networks are shortened, and nothing that somebody typed is in it.
 */
public final class SecurityLog {

    /** The logger's name. */
    public static final String LOGGER = "io.rollbook.security";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final int V4_BYTES = 3;
    private static final int V6_BYTES = 6;
    private static final Flood STRANGERS = new Flood(20, Duration.ofSeconds(1), System::nanoTime);

    private SecurityLog() {}

    /**
     * Writes an event of a person.
     *
     * @param person {@code user-<id>}, {@code system}; {@code null} for somebody who is not known. What these do is written
     *     up to twenty times a second, so that they cannot wash away what was written before; how many lines were left out
     *     stands in the next one
     * @param details names and values in turns; never what a client sent
     */
    public static void tell(SecurityEvent event, @Nullable String person, Object... details) {
        if (person != null) {
            write(event, person, 0, details);
            return;
        }
        var leftOut = STRANGERS.admit();
        if (leftOut >= 0) {
            write(event, null, leftOut, details);
        }
    }

    private static void write(SecurityEvent event, @Nullable String person, long leftOut, Object... details) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("person", person == null ? "none" : person);
        fields.put("network", network());
        for (var i = 0; i < details.length; i += 2) {
            fields.put(String.valueOf(details[i]), details[i + 1]);
        }
        if (leftOut > 0) {
            fields.put("leftOut", leftOut);
        }
        var line = LOG.atInfo().addKeyValue("event", event.toString());
        var text = new StringJoiner(" ").add(event.toString());
        for (var field : fields.entrySet()) {
            line = line.addKeyValue(field.getKey(), field.getValue());
            text.add(field.toString());
        }
        line.log(text.toString());
    }

    private static String network() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? network(attributes.getRequest())
                : "none";
    }

    private static String network(HttpServletRequest request) {
        return network(request.getRemoteAddr());
    }

    /** The network of an address: the first 24 bits of IPv4, the first 48 of IPv6, which are one site's. */
    public static String network(String address) {
        if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%.*)?")) {
            return "unknown";
        }
        try {
            // Never a question to a name server: it looks like an address.
            var bytes = InetAddress.getByName(address).getAddress();
            var kept = bytes.length > 4 ? V6_BYTES : V4_BYTES;
            var network = Arrays.copyOf(Arrays.copyOf(bytes, kept), bytes.length);
            return InetAddress.getByAddress(network).getHostAddress() + "/" + kept * Byte.SIZE;
        } catch (UnknownHostException noAddress) {
            return "unknown";
        }
    }
}
