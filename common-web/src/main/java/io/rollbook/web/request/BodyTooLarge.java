package io.rollbook.web.request;

import java.io.IOException;

/** The body has more bytes than {@code BodyLimitFilter} admits; thrown where it is read. */
public final class BodyTooLarge extends IOException {

    public static final String SENTENCE = "body must have at most 64 KiB";

    private static final long serialVersionUID = 1L;

    public BodyTooLarge() {
        super(SENTENCE);
    }
}
