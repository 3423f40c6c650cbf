package io.rollbook.standalone;

import java.lang.reflect.InvocationTargetException;

/**
 * What {@code java} runs first. Compiled for older Java than the rest, so that on a JDK that is too old a person reads a
 * sentence and not that a class file has the wrong version.
 */
public final class Launcher {

    private static final int OLDEST = 21;

    private Launcher() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        int feature = Runtime.version().feature();
        if (feature < OLDEST) {
            System.err.println("Rollbook needs Java " + OLDEST + " or newer and this is Java " + feature
                    + "; set JAVA_HOME to a newer JDK.");
            System.exit(1);
        }
        try {
            Class.forName("io.rollbook.standalone.StandaloneApplication")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException) {
                throw (RuntimeException) e.getCause();
            }
            throw e;
        }
    }
}
