package io.rollbook.web.request;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.user.Edit;
import io.rollbook.api.value.Text;
import io.rollbook.api.value.TextValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON body of a request, to be read as the record that a route takes. Reading gathers everything that is wrong, so
 * that the client learns it all at once: a field that is missing, of the wrong type, against a rule, or unknown.
 *
 * <p>{@link RequestField} says what each component of the record means.
 *
 * @param <T> the record
 */
public final class Body<T extends Record> {

    private static final ClassValue<List<RequestField>> FIELDS = new ClassValue<>() {
        @Override
        protected List<RequestField> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RequestField::of)
                    .toList();
        }
    };

    private final Class<T> type;
    private final JsonNode json;
    private final List<Function<T, Optional<FieldError>>> rules = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();

    private Supplier<?> shown = Map::of;

    private Body(Class<T> type, JsonNode json) {
        this.type = type;
        this.json = json;
    }

    /**
     * The body that {@code json} is.
     *
     * @throws InvalidInput when there is no body or it is no JSON object
     */
    public static <T extends Record> Body<T> of(Class<T> type, @Nullable JsonNode json) {
        if (json == null || !json.isObject()) {
            throw new InvalidInput("body", "must be a JSON object");
        }
        return new Body<>(type, json);
    }

    /**
     * What the resource shows now. A text that is sent back as it is shown is no change, whatever the rules say now: it
     * counts as absent, or as it is where a value is required.
     *
     * @param view asked only when the rules refuse a text or would change it
     */
    public Body<T> changing(Supplier<?> view) {
        shown = view;
        return this;
    }

    /**
     * One more rule, for several fields together.
     *
     * @param rule is asked whatever else is wrong: a component that is missing, wrong or sent back is {@code null}
     */
    public Body<T> check(Function<T, Optional<FieldError>> rule) {
        rules.add(rule);
        return this;
    }

    /**
     * The record.
     *
     * @throws InvalidInput when anything is wrong; it names every offending field
     */
    public T read() {
        var fields = FIELDS.get(type);
        var values = fields.stream().map(this::value).toArray();
        var request = BeanUtils.instantiateClass(BeanUtils.getResolvableConstructor(type), values);
        rules.forEach(rule -> rule.apply(request).ifPresent(errors::add));
        refuseUnknown(fields);
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
        return request;
    }

    private void refuseUnknown(List<RequestField> fields) {
        var unchanged = type.getAnnotation(NotChanged.class);
        var known = fields.stream().map(RequestField::name).collect(Collectors.toSet());
        known.addAll(unchanged == null ? List.of() : List.of(unchanged.value()));
        json.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> errors.add(new FieldError(Text.excerpt(name), "is not a field of this request")));
    }

    private @Nullable Object value(RequestField field) {
        var node = json.path(field.name());
        if (node.isMissingNode() || node.isNull()) {
            return switch (field.presence()) {
                case REQUIRED -> refuse(field, "is required");
                case UNCLEARABLE -> node.isNull() ? refuse(field, "must not be null") : null;
                case OPTIONAL -> null;
                case EDIT -> node.isNull() ? Edit.clear() : Edit.keep();
            };
        }
        var value = given(field, node);
        if (field.presence() == RequestField.Presence.EDIT) {
            return value == null ? Edit.keep() : Edit.put(value);
        }
        return value;
    }

    private @Nullable Object given(RequestField field, JsonNode node) {
        try {
            var value = field.parse(node);
            return value instanceof TextValue kept
                            && !kept.value().equals(node.stringValue())
                            && isSentBack(field, node)
                    ? sentBack(field, node)
                    : value;
        } catch (InvalidValue e) {
            return isSentBack(field, node) ? sentBack(field, node) : refuse(field, e.problem());
        }
    }

    private boolean isSentBack(RequestField field, JsonNode node) {
        return node.isString()
                && node.equals(JsonMapper.shared().valueToTree(shown.get()).get(field.name()));
    }

    private static @Nullable Object sentBack(RequestField field, JsonNode node) {
        return field.presence() == RequestField.Presence.REQUIRED ? field.asItStands(node.stringValue()) : null;
    }

    private @Nullable Object refuse(RequestField field, String problem) {
        errors.add(new FieldError(field.name(), problem));
        return null;
    }
}
