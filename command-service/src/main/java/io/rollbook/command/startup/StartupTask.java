package io.rollbook.command.startup;

/**
 * Something that must be there before the first request is taken, and is made by commands when it is not. Several
 * instances may run it at the same moment: the store lets one of them, and the others find it done.
 */
public interface StartupTask {

    void run();
}
