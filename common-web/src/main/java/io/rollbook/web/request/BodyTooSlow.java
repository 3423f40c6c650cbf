package io.rollbook.web.request;

import java.io.IOException;

/** The body takes longer to arrive than {@code BodyLimitFilter} waits; thrown where it is read. */
public final class BodyTooSlow extends IOException {

    public static final String SENTENCE = "body took too long to arrive";

    private static final long serialVersionUID = 1L;

    public BodyTooSlow() {
        super(SENTENCE);
    }
}
