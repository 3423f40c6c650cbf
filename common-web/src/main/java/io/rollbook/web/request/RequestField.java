package io.rollbook.web.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.user.Edit;
import io.rollbook.api.value.IdNumber;
import io.rollbook.api.value.Text;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
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
 * @param maker what makes such a value: {@code parse(String)} or the constructor; {@code null} for what JSON has itself
 */
record RequestField(
        String name,
        Presence presence,
        Class<?> type,
        @Nullable Executable maker) {

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
        var type = presence == Presence.EDIT ? edited(component) : component.getType();
        return new RequestField(named == null ? component.getName() : named.value(), presence, type, maker(type));
    }

    /**
     * The value that {@code node} stands for.
     *
     * @throws InvalidValue when it is of another JSON type, or its own type refuses it
     */
    Object parse(JsonNode node) {
        return switch (maker) {
            case null -> type == String.class ? text(node) : bool(node);
            case Method parse -> parsed(parse, text(node));
            case Constructor<?> constructor ->
                constructed(
                        constructor, constructor.getParameterTypes()[0] == String.class ? text(node) : integer(node));
        };
    }

    /** Makes the value of {@code text} unchanged. The rules of its type for what people write are not asked. */
    Object asItStands(String text) {
        return constructed(BeanUtils.getResolvableConstructor(type), text);
    }

    private static @Nullable Executable maker(Class<?> type) {
        if (type == String.class || type == boolean.class || type == Boolean.class) {
            return null;
        }
        var parse = ReflectionUtils.findMethod(type, "parse", String.class);
        if (parse == null) {
            return BeanUtils.getResolvableConstructor(type);
        }
        ReflectionUtils.makeAccessible(parse);
        return parse;
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

    private static boolean bool(JsonNode node) {
        require(node.isBoolean(), "must be true or false");
        return node.booleanValue();
    }

    // Beyond what we hand out every number is as good as another: it names nothing, or is no id at all.
    private static int integer(JsonNode node) {
        require(node.isIntegralNumber(), "must be an integer");
        return node.bigIntegerValue()
                .min(BigInteger.valueOf(IdNumber.UNASSIGNED))
                .max(BigInteger.valueOf(Integer.MIN_VALUE))
                .intValue();
    }

    private static void require(boolean fits, String problem) {
        if (!fits) {
            throw new InvalidValue(problem);
        }
    }
}
