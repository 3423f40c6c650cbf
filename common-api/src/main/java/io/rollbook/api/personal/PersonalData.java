package io.rollbook.api.personal;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * This component of an event tells of the person the event is about. It is stored and published only encrypted, with a key
 * of that person's own, and is {@code null} once that key is destroyed: it must be nullable.
 *
 * <p>A component may be marked later. What was stored before is read as it is, and is {@code null} too for a person who is
 * erased; but its bytes stay as they were written.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface PersonalData {}
