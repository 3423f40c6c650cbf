package io.rollbook.query.consistency;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which views a route answers from. A request that brings consistency tokens waits for these, and for no other view of
 * what the tokens name. A route that does not say it waits for all.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Reads {
    /** The names of the views. */
    String[] value();
}
