package io.rollbook.query.projection;

/** An event that cannot be folded now. Its aggregate, and only that, is set aside. */
final class Unfoldable extends Exception {
    private static final long serialVersionUID = 1L;

    private final ParkReason reason;

    Unfoldable(ParkReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    Unfoldable(ParkReason reason, RuntimeException cause) {
        // The cause's own message may quote personal data; its kind is enough to look for the fault.
        super(cause.getClass().getSimpleName(), cause);
        this.reason = reason;
    }

    ParkReason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
