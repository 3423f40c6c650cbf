package io.rollbook.command.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rollbook.web.envelope.Unavailable;
import io.rollbook.web.platform.StartRefused;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Passwords that were in a breach, in a file that is too large for memory: lines in ascending order, each with the SHA-1 of
 * a password, or its first digits, in hexadecimal. What follows a colon is passed over, so the file that Have I Been Pwned
 * gives out fits as it is. No password leaves this machine.
 */
final class BreachedPasswords {

    /** Of a list of a thousand million, ten digits refuse one password in a thousand that was in no breach. */
    private static final int FEWEST_DIGITS = 10;

    private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]{" + FEWEST_DIGITS + ",40})(:.*)?");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Path file;

    /**
     * @throws StartRefused when the file cannot be read, or its first line is none of such a file
     */
    BreachedPasswords(Path file) {
        this.file = file;
        try (var lines = new RandomAccessFile(file.toFile(), "r")) {
            digits(lines.readLine());
        } catch (IOException e) {
            throw new StartRefused("rollbook.passwords.breached-file: " + e.getMessage());
        }
    }

    /**
     * Whether the password is in the file.
     *
     * @throws Unavailable when the file cannot be read now
     */
    boolean contains(String password) {
        try (var lines = new RandomAccessFile(file.toFile(), "r")) {
            return contains(lines, sha1(password));
        } catch (IOException e) {
            throw new Unavailable("the list of breached passwords cannot be read", RETRY_AFTER, e);
        }
    }

    // The line that begins at or before what is looked for lies between the two offsets, of which the first is a
    // line's.
    private static boolean contains(RandomAccessFile lines, String hash) throws IOException {
        var from = 0L;
        var to = lines.length();
        while (from < to) {
            var middle = (from + to) >>> 1;
            var at = beginOfLine(lines, from, middle);
            lines.seek(at);
            var line = lines.readLine();
            var digits = digits(line);
            var order = digits.compareTo(hash.substring(0, digits.length()));
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                from = lines.getFilePointer();
            } else {
                to = at;
            }
        }
        return false;
    }

    // Of the line that the offset lies in; lines are short.
    private static long beginOfLine(RandomAccessFile lines, long first, long offset) throws IOException {
        for (var at = offset; at > first; at--) {
            lines.seek(at - 1);
            if (lines.read() == '\n') {
                return at;
            }
        }
        return first;
    }

    private static String digits(@Nullable String line) throws IOException {
        var matcher = LINE.matcher(line == null ? "" : line);
        if (!matcher.matches()) {
            throw new IOException(
                    "a line does not begin with " + FEWEST_DIGITS + " to 40 hexadecimal digits of a SHA-1");
        }
        return matcher.group(1).toUpperCase(Locale.ROOT);
    }

    // The digest of the list, not one to keep a password by.
    private static String sha1(String password) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(password.getBytes(UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
