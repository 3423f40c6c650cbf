package io.rollbook.query.consistency;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which views a route answers from. A request that brings a consistency token waits for these and for no other view of what
 * the token names. What none of them shows is waited for in all views that do, as where a route does not say it: a client may
 * bring its last token to any route and knows then that others see the change too.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Reads {
    /** The names of the views. */
    String[] value();
}
