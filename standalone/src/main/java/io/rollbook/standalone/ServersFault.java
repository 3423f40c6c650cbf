package io.rollbook.standalone;

import io.rollbook.embedded.EmbeddedServersException;
import org.springframework.boot.SpringBootExceptionReporter;

/** Says in one sentence why the embedded servers did not start. */
public final class ServersFault implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EmbeddedServersException) {
                System.err.println("Rollbook cannot start: " + cause.getMessage());
                return true;
            }
        }
        return false;
    }
}
