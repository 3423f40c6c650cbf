package io.rollbook.command;

import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import java.util.Objects;
import org.hamcrest.Description;
import org.hamcrest.TypeSafeMatcher;

/** Matches a refusal by its typed reason, not by its sentence. */
public final class RejectedWith extends TypeSafeMatcher<Throwable> {

    private final Reason reason;

    private RejectedWith(Reason reason) {
        this.reason = reason;
    }

    public static RejectedWith rejectedWith(Reason reason) {
        return new RejectedWith(reason);
    }

    @Override
    protected boolean matchesSafely(Throwable thrown) {
        return thrown instanceof Rejection rejection && Objects.equals(rejection.reason(), reason);
    }

    @Override
    public void describeTo(Description description) {
        description.appendText("a rejection with the reason ").appendValue(reason);
    }
}
