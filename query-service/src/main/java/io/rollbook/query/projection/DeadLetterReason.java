package io.rollbook.query.projection;

/** Why an event is a dead letter. */
public enum DeadLetterReason {
    /** An event between the last one folded and this one has not come. */
    GAP,
    /** This version of the code does not know the type, or not yet this revision of it. */
    UNKNOWN_TYPE,
    /** The record is no event of its aggregate: a header or the JSON is not what it must be. */
    UNREADABLE,
    /** The key of the person it tells of has not come. It is no fault, and ends by itself when the key comes or the erasure. */
    KEY_NOT_COME,
    /** The event does not fit the document. */
    UNFOLDABLE,
    /** An earlier event of the same aggregate is a dead letter, and order counts. */
    AFTER_DEAD_LETTER
}
