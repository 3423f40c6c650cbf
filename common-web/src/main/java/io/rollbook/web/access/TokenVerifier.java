package io.rollbook.web.access;

import io.rollbook.web.envelope.Unavailable;
import java.util.Optional;

/** Tells whether a bearer token is genuine and still good. It says nothing about what its owner may do. */
public interface TokenVerifier {

    /**
     * What the token says, empty when it is forged, expired, not yet valid, or made by or for somebody else.
     *
     * @throws Unavailable when the keys to verify it cannot be had now
     */
    Optional<VerifiedToken> verify(String token);
}
