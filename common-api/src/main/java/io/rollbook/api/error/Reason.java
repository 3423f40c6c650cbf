package io.rollbook.api.error;

/**
 * Why a request is refused. Each feature lists its own as constants, so that a test can assert the very reason and a sentence
 * stands in one place.
 *
 * @param code the documented error it is answered with
 * @param sentence one sentence for a person, without a full stop and without personal data
 */
public record Reason(ErrorCode code, String sentence) {}
