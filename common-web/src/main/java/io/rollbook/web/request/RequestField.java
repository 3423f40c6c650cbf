package io.rollbook.web.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.user.Edit;
import io.rollbook.api.value.IdNumber;
import io.rollbook.api.value.Text;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.beans.BeanUtils;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.JsonNode;

/**
 * What a component of a request record stands for: the field of the same name, or of the one that {@link JsonProperty}
 * gives it.
 *
 * @param type {@code boolean}, {@link String}, a type with {@code parse(String)}, or a record with one component, a text
 *     or the number of an id
 */
record RequestField(String name, Presence presence, Class<?> type) {

    /** Whether a field may be left out or {@code null}. */
    enum Presence {
        /** It must have a value. So must that of a component that says nothing else. */
        REQUIRED,
        /** It may be absent or {@code null}: a component that is {@link Nullable}. */
        OPTIONAL,
        /** It may be absent, but not {@code null}: {@link Unclearable}. */
        UNCLEARABLE,
        /** Absent leaves the value as it is, {@code null} clears it: {@link Edit}. */
        EDIT
    }

    static RequestField of(RecordComponent component) {
        var named = component.getAccessor().getAnnotation(JsonProperty.class);
        var presence = presence(component);
        return new RequestField(
                named == null ? component.getName() : named.value(),
                presence,
                presence == Presence.EDIT ? edited(component) : component.getType());
    }

    /**
     * The value that {@code node} stands for.
     *
     * @throws InvalidValue when it is of another JSON type, or its own type refuses it
     */
    Object parse(JsonNode node) {
        if (type == boolean.class || type == Boolean.class) {
            require(node.isBoolean(), "must be true or false");
            return node.booleanValue();
        }
        if (type == String.class) {
            return text(node);
        }
        var parse = ReflectionUtils.findMethod(type, "parse", String.class);
        if (parse != null) {
            return parsed(parse, text(node));
        }
        var constructor = BeanUtils.getResolvableConstructor(type);
        if (constructor.getParameterTypes()[0] == String.class) {
            return constructed(constructor, text(node));
        }
        require(node.isIntegralNumber(), "must be an integer");
        return constructed(constructor, bounded(node.bigIntegerValue()));
    }

    /** The value that is {@code text} as it stands, without its type's rules for what people write. */
    Object asItStands(String text) {
        return constructed(BeanUtils.getResolvableConstructor(type), text);
    }

    private static Presence presence(RecordComponent component) {
        if (component.getType() == Edit.class) {
            return Presence.EDIT;
        }
        if (component.isAnnotationPresent(Unclearable.class)) {
            return Presence.UNCLEARABLE;
        }
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class) ? Presence.OPTIONAL : Presence.REQUIRED;
    }

    private static Class<?> edited(RecordComponent component) {
        return ResolvableType.forType(component.getGenericType()).getGeneric().toClass();
    }

    private static Object parsed(Method parse, String text) {
        ReflectionUtils.makeAccessible(parse);
        return Objects.requireNonNull(ReflectionUtils.invokeMethod(parse, null, text));
    }

    private static Object constructed(Constructor<?> constructor, Object sent) {
        try {
            return BeanUtils.instantiateClass(constructor, sent);
        } catch (BeanInstantiationException e) {
            throw e.getCause() instanceof InvalidValue invalid ? invalid : e;
        }
    }

    private static String text(JsonNode node) {
        require(node.isString(), "must be a string");
        return Text.wellFormed(node.stringValue());
    }

    private static void require(boolean fits, String problem) {
        if (!fits) {
            throw new InvalidValue(problem);
        }
    }

    // Beyond what we hand out every number is as good as another: it names nothing, or is no id at all.
    private static int bounded(BigInteger number) {
        return number.min(BigInteger.valueOf(IdNumber.UNASSIGNED))
                .max(BigInteger.valueOf(Integer.MIN_VALUE))
                .intValue();
    }
}
