package io.rollbook.api.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The words under which an event is stored and published. They outlive every class name: a record may move or be
 * renamed, its type name never changes.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /** The stable name, {@code feature.fact} in lower case with hyphens, for example {@code user.email-changed}. */
    String value();

    /** The revision of the event's shape, counted from 1. A stored event of a lower revision is upcast. */
    int revision() default 1;

    /** What it means, in one sentence for the person it tells of, with a full stop. */
    String meaning();
}
