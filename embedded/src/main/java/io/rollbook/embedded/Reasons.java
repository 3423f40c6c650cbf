package io.rollbook.embedded;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in an operator's words why the file system refused something. */
final class Reasons {

    private Reasons() {}

    static String of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("no space left") || message.contains("not enough space")) {
                return "the disk is full";
            }
            if (message.contains("read-only file system")) {
                return "the file system is read-only";
            }
            switch (cause) {
                case AccessDeniedException denied -> {
                    return "access denied to " + denied.getFile();
                }
                case FileAlreadyExistsException exists -> {
                    return exists.getFile() + " is not a folder";
                }
                case NotDirectoryException notDirectory -> {
                    return notDirectory.getFile() + " is not a folder";
                }
                default -> {}
            }
            if (message.contains("not a directory")) {
                return "a part of the path is not a folder";
            }
        }
        return firstLine(failure);
    }

    private static String firstLine(Throwable failure) {
        var message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
