package io.rollbook.api.value;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells a host that is this machine itself, where an open line is no risk: an address of 127.0.0.0/8, {@code ::1}, or a name
 * that never leaves the machine (RFC 6761, section 6.3). A name that only looks like an address is another machine's.
 */
public final class Loopback {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile("127(\\." + OCTET + "){3}");
    private static final Pattern V6 = Pattern.compile("::1|(0{1,4}:){7}0{0,3}1");
    private static final Pattern NAME = Pattern.compile("(.+\\.)?localhost\\.?");

    private Loopback() {}

    /** Whether {@code host} is the loopback; an IPv6 address may stand in brackets, as URIs have it. */
    public static boolean is(String host) {
        var bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return V4.matcher(bare).matches()
                || V6.matcher(bare).matches()
                || NAME.matcher(bare.toLowerCase(Locale.ROOT)).matches();
    }
}
