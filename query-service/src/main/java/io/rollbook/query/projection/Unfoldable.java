package io.rollbook.query.projection;

/** An event that cannot be folded now. It becomes a dead letter, and holds up its own aggregate only. */
final class Unfoldable extends Exception {
    private static final long serialVersionUID = 1L;

    private final DeadLetterReason reason;

    Unfoldable(DeadLetterReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    Unfoldable(DeadLetterReason reason, RuntimeException cause) {
        // The cause's own message may quote personal data; its kind is enough to look for the fault.
        super(cause.getClass().getSimpleName(), cause);
        this.reason = reason;
    }

    DeadLetterReason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
