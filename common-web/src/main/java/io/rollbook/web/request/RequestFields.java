package io.rollbook.web.request;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.user.Edit;
import io.rollbook.api.value.IdNumber;
import io.rollbook.api.value.Text;
import io.rollbook.api.value.TextValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the fields of a JSON body one by one and gathers everything that is wrong with them, so that the client learns
 * it all at once: missing, of the wrong type, against a rule, or unknown. A field that nobody asked for is refused.
 */
public final class RequestFields {

    private final JsonNode body;
    private final Set<String> known = new HashSet<>();
    private final Set<String> sentBack = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    private Supplier<?> shown = Map::of;

    private RequestFields(JsonNode body) {
        this.body = body;
    }

    /**
     * The fields of {@code body}.
     *
     * @throws InvalidInput when there is no body or it is no JSON object
     */
    public static RequestFields of(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw new InvalidInput("body", "must be a JSON object");
        }
        return new RequestFields(body);
    }

    /** A text that must be there. */
    public <T> Field<T> required(String name, Function<String, T> type) {
        return new Field<>(require(name, optional(name, type)));
    }

    /** A text that may be absent or {@code null}. */
    public <T> @Nullable T optional(String name, Function<String, T> type) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            return refuse(name, "must be a string");
        }
        return read(name, node.stringValue(), type);
    }

    /** What a partial update does to a text that may be cleared. */
    public <T> Edit<T> edit(String name, Function<String, T> type) {
        var value = optional(name, type);
        if (value != null) {
            return Edit.put(value);
        }
        return body.has(name) && !sentBack.contains(name) ? Edit.clear() : Edit.keep();
    }

    /** A text that a partial update may leave out but not clear. */
    public <T> @Nullable T optionalNotNull(String name, Function<String, T> type) {
        refuseNull(name);
        return optional(name, type);
    }

    /** A boolean that must be there. */
    public Field<Boolean> requiredBoolean(String name) {
        return new Field<>(require(name, optionalBoolean(name)));
    }

    /** A boolean that may be absent, but not {@code null}. */
    public @Nullable Boolean optionalBooleanNotNull(String name) {
        refuseNull(name);
        return optionalBoolean(name);
    }

    /** A boolean that may be absent or {@code null}. */
    public @Nullable Boolean optionalBoolean(String name) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        return node.isBoolean() ? Boolean.valueOf(node.booleanValue()) : refuse(name, "must be true or false");
    }

    /** An id that may be absent, but not {@code null}; one larger than any we hand out becomes {@link IdNumber#UNASSIGNED}. */
    public <T> @Nullable T optionalIdNotNull(String name, IntFunction<T> type) {
        refuseNull(name);
        return optionalId(name, type);
    }

    /** An id that may be absent or {@code null}. */
    public <T> @Nullable T optionalId(String name, IntFunction<T> type) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            return refuse(name, "must be an integer");
        }
        return admit(name, () -> type.apply(bounded(node.bigIntegerValue())));
    }

    /** Fields that the resource shows but this route does not change: a client may send back what it got. */
    public RequestFields ignore(String... names) {
        known.addAll(Arrays.asList(names));
        return this;
    }

    /**
     * What the resource shows now. A text that is sent back as it is shown counts as absent, whatever the rules say now: it
     * is no change.
     *
     * @param view asked only when the rules refuse a text or would change it
     */
    public RequestFields changing(Supplier<?> view) {
        shown = view;
        return this;
    }

    /** One more thing that is wrong with a field, found by a rule that spans fields. */
    public RequestFields refuseIf(boolean wrong, String name, String problem) {
        if (wrong) {
            refuse(name, problem);
        }
        return this;
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidInput when anything was wrong; it names every offending field
     */
    public void verify() {
        for (var name : body.propertyNames()) {
            if (!known.contains(name)) {
                errors.add(new FieldError(Text.excerpt(name), "is not a field of this request"));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
    }

    private @Nullable JsonNode present(String name) {
        known.add(name);
        var node = body.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private <T> @Nullable T require(String name, @Nullable T value) {
        if (value == null
                && !sentBack.contains(name)
                && errors.stream().noneMatch(error -> error.field().equals(name))) {
            refuse(name, "is required");
        }
        return value;
    }

    private void refuseNull(String name) {
        var node = body.get(name);
        if (node != null && node.isNull()) {
            refuse(name, "must not be null");
        }
    }

    private <T> @Nullable T read(String name, String text, Function<String, T> type) {
        try {
            var value = type.apply(Text.wellFormed(text));
            return value instanceof TextValue kept && !kept.value().equals(text) && isSentBack(name, text)
                    ? null
                    : value;
        } catch (InvalidValue e) {
            return isSentBack(name, text) ? null : refuse(name, e.problem());
        }
    }

    private boolean isSentBack(String name, String text) {
        var before = JsonMapper.shared().valueToTree(shown.get()).path(name);
        return before.isString() && before.stringValue().equals(text) && sentBack.add(name);
    }

    private <T> @Nullable T admit(String name, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidValue e) {
            return refuse(name, e.problem());
        }
    }

    private <T> @Nullable T refuse(String name, String problem) {
        errors.add(new FieldError(name, problem));
        return null;
    }

    // Beyond what we hand out every number is as good as another: it names nothing, or is no id at all.
    private static int bounded(BigInteger number) {
        return number.min(BigInteger.valueOf(IdNumber.UNASSIGNED))
                .max(BigInteger.valueOf(Integer.MIN_VALUE))
                .intValue();
    }
}
