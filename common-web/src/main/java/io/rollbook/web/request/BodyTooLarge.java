package io.rollbook.web.request;

import java.io.IOException;

/** The body has more bytes than {@code BodyLimitFilter} admits; thrown where it is read. */
public final class BodyTooLarge extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int KIBIBYTE = 1024;

    /**
     * @param limit the most bytes it may have, a multiple of 1,024
     */
    public BodyTooLarge(int limit) {
        super("body must have at most " + limit / KIBIBYTE + " KiB");
    }
}
