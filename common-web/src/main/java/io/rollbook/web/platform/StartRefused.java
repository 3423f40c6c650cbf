package io.rollbook.web.platform;

/** Why Rollbook cannot start, in one sentence that tells the person who tried what to set or to stop. */
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartRefused(String sentence) {
        super(sentence);
    }
}
