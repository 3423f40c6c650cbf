package io.rollbook.personal;

/** Encrypted data that is not what was written, or lies where it was not written. */
public final class Tampered extends RuntimeException {
    private static final long serialVersionUID = 1;

    Tampered(String message) {
        super(message);
    }

    Tampered(String message, Throwable cause) {
        super(message, cause);
    }
}
