package io.rollbook.query.projection;

/** A filling that a test folds into without a topic, which has one partition and nothing in it. */
final class FoldingInto {
    private FoldingInto() {}

    /** Takes it up, or begins it. */
    static void begin(Filling filling) {
        filling.open();
        filling.begin(0, 1, 0, 0);
        filling.hold(0, 0);
    }
}
