package io.rollbook.embedded;

/**
 * An embedded server cannot start or stop.
 *
 * <p>The message is one sentence for the operator: what is wrong and what to do about it. It can be shown as it is,
 * without the stack trace.
 */
public final class EmbeddedServersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedServersException(String message) {
        super(message);
    }

    EmbeddedServersException(String message, Throwable cause) {
        super(message, cause);
    }
}
