package io.rollbook.api.error;

/** A request refused for a business {@link Reason}. Nothing was changed. */
public final class Rejection extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    public Rejection(Reason reason) {
        // A refusal is an answer, not a fault: no stack is walked for it.
        super(reason.sentence(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
