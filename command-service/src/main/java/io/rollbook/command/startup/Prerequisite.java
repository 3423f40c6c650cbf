package io.rollbook.command.startup;

/**
 * A server without which the write side cannot begin. Once met it is not asked for again: what happens when it goes away
 * later is the business of the code that uses it.
 */
public interface Prerequisite {

    /** What it is called in sentences for a person, for example {@code PostgreSQL}. */
    String name();

    /**
     * Gets in touch with the server and makes there what the write side lacks.
     *
     * @throws Away when it cannot be reached now, but may be later
     * @throws io.rollbook.web.platform.StartRefused when waiting would not help
     */
    void meet() throws Away;

    /** The server cannot be reached now. */
    final class Away extends Exception {

        private static final long serialVersionUID = 1L;

        /**
         * Why it is away.
         *
         * @param reason a few words for an operator, without secrets
         */
        public Away(String reason, Throwable cause) {
            super(reason, cause);
        }
    }
}
