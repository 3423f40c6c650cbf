package io.rollbook.standalone;

/** Why Rollbook cannot start, in one sentence for the person who tried. */
final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartRefused(String sentence) {
        super(sentence);
    }
}
