package io.rollbook.api.error;

/**
 * Why a request is refused. Each feature lists its own in an enum, so that a test can assert the very reason and a
 * sentence stands in one place.
 */
public interface Reason {

    /** The documented error it is answered with. */
    ErrorCode code();

    /** One sentence for a person, without a full stop and without personal data. */
    String sentence();
}
