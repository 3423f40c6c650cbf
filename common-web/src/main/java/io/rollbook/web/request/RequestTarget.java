package io.rollbook.web.request;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * What a request asks for (RFC 9110, target resource): its path and its query, decoded once. This is the only place that
 * reads either; everything that depends on them asks here, so that no two parts of the service read them differently.
 *
 * <p>There is one way to write a path, but for needless percent-encodings. {@link #problem()} says what is wrong with any
 * other; {@code TargetFilter} refuses it.
 */
public final class RequestTarget {

    /** The most parameters a query may have. */
    public static final int MAX_PARAMETERS = 100;

    private static final Pattern ENCODED_ASCII = Pattern.compile("%([2-7][0-9A-Fa-f])");

    private static final String ATTRIBUTE = RequestTarget.class.getName();

    private final String path;
    private final Map<String, List<String>> parameters;
    private final @Nullable String problem;

    private RequestTarget(String path, Map<String, List<String>> parameters, @Nullable String problem) {
        this.path = path;
        this.parameters = parameters;
        this.problem = problem;
    }

    /** What {@code request} asks for; in an error dispatch, what it asked for at first. */
    public static RequestTarget of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestTarget known) {
            return known;
        }
        var uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
                ? asked
                : request.getRequestURI();
        var target = parse(uri == null ? "" : uri, request.getQueryString());
        request.setAttribute(ATTRIBUTE, target);
        return target;
    }

    static RequestTarget parse(String uri, @Nullable String query) {
        var path = decoded(uri, false);
        var wrong = path == null ? "path must be UTF-8, percent-encoded" : problemOf(uri, path);
        if (path == null || wrong != null) {
            return new RequestTarget(roughly(uri), Map.of(), wrong);
        }
        var parameters = new LinkedHashMap<String, List<String>>();
        wrong = query == null ? null : read(query, parameters);
        return new RequestTarget(path, wrong == null ? parameters : Map.of(), wrong);
    }

    /**
     * The path, decoded. Of a path that {@link #problem()} refuses it is as much as can be read: without parameters, empty
     * segments and dot segments. That is enough to tell which family's envelope the client expects, and for nothing else.
     */
    public String path() {
        return path;
    }

    /** What is wrong with it, in a sentence for a client; empty when all is well. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** The query's parameters in their order, each with its values in their order. */
    public Map<String, List<String>> parameters() {
        return parameters;
    }

    /** The path as it is written with no needless encoding. */
    public String uri() {
        return UriUtils.encodePath(path, StandardCharsets.UTF_8);
    }

    private static @Nullable String problemOf(String uri, String path) {
        if (!path.startsWith("/")) {
            return "path must begin with a slash";
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            return "path must not have control characters";
        }
        if (path.indexOf(';') >= 0) {
            return "path must not have parameters";
        }
        if (path.indexOf('\\') >= 0 || slashes(path) != slashes(uri)) {
            return "path must not have backslashes or encoded slashes";
        }
        if (path.contains("//")) {
            return "path must not have empty segments";
        }
        if (Arrays.stream(path.split("/")).anyMatch(RequestTarget::isDots)) {
            return "path must not have dot segments";
        }
        return null;
    }

    private static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }

    private static long slashes(String text) {
        return text.chars().filter(c -> c == '/').count();
    }

    private static String roughly(String uri) {
        var segments = new ArrayDeque<String>();
        for (var segment : ENCODED_ASCII
                .matcher(uri)
                .replaceAll(
                        encoded -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(encoded.group(1), 16))))
                .split("[/\\\\]")) {
            var name = segment.replaceFirst(";.*", "");
            if (name.equals("..")) {
                segments.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                segments.add(name);
            }
        }
        return segments.stream().collect(Collectors.joining("/", "/", ""));
    }

    private static @Nullable String read(String query, Map<String, List<String>> parameters) {
        var parts =
                Arrays.stream(query.split("&")).filter(part -> !part.isEmpty()).toList();
        if (parts.size() > MAX_PARAMETERS) {
            return "query must have at most " + MAX_PARAMETERS + " parameters";
        }
        for (var part : parts) {
            var equals = part.indexOf('=');
            var name = decoded(equals < 0 ? part : part.substring(0, equals), true);
            var value = decoded(equals < 0 ? "" : part.substring(equals + 1), true);
            if (name == null || value == null) {
                return "query must be UTF-8, percent-encoded";
            }
            if (name.isBlank()) {
                return "query must name each parameter";
            }
            parameters.merge(
                    name,
                    List.of(value),
                    (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        }
        return null;
    }

    /** The text that {@code encoded} means; {@code null} when it means none. */
    private static @Nullable String decoded(String encoded, boolean plusIsSpace) {
        var bytes = new ByteArrayOutputStream(encoded.length());
        for (var i = 0; i < encoded.length(); i++) {
            var c = encoded.charAt(i);
            if (c == '%') {
                if (i + 2 >= encoded.length()) {
                    return null;
                }
                var high = hex(encoded.charAt(i + 1));
                var low = hex(encoded.charAt(i + 2));
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes.write(high * 16 + low);
                i += 2;
            } else if (c > 0x7f) {
                return null;
            } else {
                bytes.write(c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int hex(char digit) {
        return digit > 0x7f ? -1 : Character.digit(digit, 16);
    }
}
