package io.rollbook.web.platform;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;

/** Says in one sentence why the start failed, where the cause is one that the person at the console can mend. */
public final class OneSentence implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefused) {
                return say(String.valueOf(cause.getMessage()));
            }
            if (cause instanceof PortInUseException port) {
                return say(
                        "port " + port.getPort() + " is in use; stop what uses it or set SERVER_PORT to another port");
            }
        }
        return false;
    }

    private static boolean say(String sentence) {
        System.err.println("Rollbook cannot start: " + sentence);
        return true;
    }
}
