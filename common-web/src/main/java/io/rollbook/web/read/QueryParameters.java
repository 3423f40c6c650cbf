package io.rollbook.web.read;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.value.IdNumber;
import io.rollbook.api.value.Text;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query parameters of a request one by one and gathers everything that is wrong with them, so that the client
 * learns it all at once. A parameter given twice is refused: which of the two would count is anybody's guess.
 */
public final class QueryParameters {
    // Nine digits always fit an int.
    private static final Pattern POSITIVE = Pattern.compile("0{0,9}[1-9][0-9]{0,8}");

    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+");

    private final HttpServletRequest request;
    private final List<FieldError> errors = new ArrayList<>();

    private QueryParameters(HttpServletRequest request) {
        this.request = request;
    }

    public static QueryParameters of(HttpServletRequest request) {
        return new QueryParameters(request);
    }

    /** A text, empty when the parameter is absent. */
    public Optional<String> text(String name) {
        var values = request.getParameterValues(name);
        if (values == null || values.length == 0) {
            return Optional.empty();
        }
        if (values.length > 1) {
            refuse(name, "must be given once");
            return Optional.empty();
        }
        if (values[0].indexOf('\0') >= 0) {
            refuse(name, "must not have control characters");
            return Optional.empty();
        }
        if (!Text.isWellFormed(values[0])) {
            refuse(name, "must not have half a surrogate pair");
            return Optional.empty();
        }
        return Optional.of(values[0]);
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
        if (request.getParameter(name) == null) {
            refuse(name, "is required");
        }
    }

    /** One more thing that is wrong with a parameter. */
    public void refuse(String name, String problem) {
        errors.add(new FieldError(name, problem));
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidInput when anything was wrong; it names every offending parameter
     */
    public void verify() {
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
    }
}
