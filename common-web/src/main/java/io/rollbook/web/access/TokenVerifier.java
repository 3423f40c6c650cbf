package io.rollbook.web.access;

import io.rollbook.web.envelope.Unavailable;
import java.util.Optional;

/**
 * Tells whether what a request signs in with is genuine and still good. It says nothing about what its owner may do, nor
 * whether it was revoked: that is our own state's business. A bearer token is no session cookie, nor the other way round.
 */
public interface TokenVerifier {

    /**
     * What a bearer token says, empty when it is forged, expired, not yet valid, made by or for somebody else, or a
     * session cookie.
     *
     * @throws Unavailable when the keys to verify it cannot be had now
     */
    Optional<VerifiedToken> verify(String token);

    /**
     * What a session cookie says, empty on the same conditions.
     *
     * @throws Unavailable when the keys to verify it cannot be had now
     */
    Optional<VerifiedToken> verifyCookie(String cookie);
}
