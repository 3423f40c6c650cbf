package io.rollbook.standalone;

import io.rollbook.embedded.EmbeddedServersException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;

/** Says in one sentence why the start failed, where the cause is one that the person at the console can mend. */
public final class OneSentence implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var sentence = sentence(cause);
            if (sentence != null) {
                System.err.println("Rollbook cannot start: " + sentence);
                return true;
            }
        }
        return false;
    }

    private static @Nullable String sentence(Throwable cause) {
        return switch (cause) {
            case StartRefused refused -> refused.getMessage();
            case EmbeddedServersException server -> server.getMessage();
            case PortInUseException port ->
                "port " + port.getPort() + " is in use; stop what uses it or set SERVER_PORT to another port";
            default -> null;
        };
    }
}
