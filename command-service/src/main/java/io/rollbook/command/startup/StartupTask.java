package io.rollbook.command.startup;

/**
 * Something that must be there before the first request is taken, and is made by commands when it is not. Several
 * instances may provide at the same moment: the store lets one of them, the others find it done.
 */
public interface StartupTask {

    void provide();
}
