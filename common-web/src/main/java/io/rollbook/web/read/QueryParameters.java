package io.rollbook.web.read;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.value.IdNumber;
import io.rollbook.api.value.Text;
import io.rollbook.web.request.RequestTarget;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query parameters of a request one by one and gathers everything that is wrong with them, so that the client
 * learns it all at once. A parameter given twice is refused: which of the two would count is anybody's guess.
 */
public final class QueryParameters {
    // Nine digits always fit an int.
    private static final Pattern POSITIVE = Pattern.compile("0{0,9}[1-9][0-9]{0,8}");

    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+");
    private static final int MAX_ENCODED = 3072;

    private final Map<String, List<String>> given;
    private final Map<String, String> read = new LinkedHashMap<>();
    private final List<FieldError> errors = new ArrayList<>();

    private QueryParameters(Map<String, List<String>> given) {
        this.given = given;
    }

    public static QueryParameters of(HttpServletRequest request) {
        return new QueryParameters(RequestTarget.of(request).parameters());
    }

    /** A text, empty when the parameter is absent. */
    public Optional<String> text(String name) {
        var values = given.get(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            refuse(name, "must be given once");
            return Optional.empty();
        }
        var value = values.getFirst();
        if (value.indexOf('\0') >= 0) {
            refuse(name, "must not have control characters");
            return Optional.empty();
        }
        if (!Text.isWellFormed(value)) {
            refuse(name, "must not have half a surrogate pair");
            return Optional.empty();
        }
        read.put(name, value);
        return Optional.of(value);
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> bool(String name) {
        return parsed(name, "must be true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
    }

    /** An id: a positive integer of whatever length; leading zeros do not matter. */
    public Optional<Integer> id(String name) {
        return parsed(name, "must be a positive integer", text -> {
            var id = IdNumber.parse(LEADING_ZEROS.matcher(text).replaceFirst(""));
            return id.isPresent() ? id.getAsInt() : null;
        });
    }

    /**
     * An integer from 1.
     *
     * @param max the largest it may be, at most nine digits
     */
    public Optional<Integer> from1(String name, int max) {
        return parsed(
                name,
                "must be an integer from 1 to " + max,
                text -> POSITIVE.matcher(text).matches() && Integer.parseInt(text) <= max
                        ? Integer.valueOf(text)
                        : null);
    }

    /**
     * A value read from a parameter's text.
     *
     * @param problem what is wrong when {@code read} answers {@code null}
     */
    public <T> Optional<T> parsed(String name, String problem, Function<String, @Nullable T> read) {
        var text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var value = read.apply(text.get());
        if (value == null) {
            refuse(name, problem);
        }
        return Optional.ofNullable(value);
    }

    /** Refuses a parameter that must be there and is not. */
    public void require(String name) {
        if (!given.containsKey(name)) {
            refuse(name, "is required");
        }
    }

    /** One more thing that is wrong with a parameter. */
    public void refuse(String name, String problem) {
        errors.add(new FieldError(name, problem));
    }

    /**
     * Ends the reading. What has been read comes back in links, so its length has a bound.
     *
     * @throws InvalidInput when anything was wrong; it names every offending parameter
     */
    public void verify() {
        if (encoded(Map.of()).length() > MAX_ENCODED) {
            refuse("query", "must have at most " + MAX_ENCODED + " characters, percent-encoded");
        }
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
    }

    /** A query with what has been read, and with {@code replaced} in place of parameters of the same names. */
    String encoded(Map<String, String> replaced) {
        var all = new LinkedHashMap<>(read);
        all.putAll(replaced);
        return all.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
