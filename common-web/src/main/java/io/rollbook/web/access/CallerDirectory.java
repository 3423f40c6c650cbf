package io.rollbook.web.access;

import io.rollbook.web.envelope.Unavailable;
import java.util.Optional;

/** Our own state about who is calling. Each side has its own; what it says is decided anew at every request. */
public interface CallerDirectory {

    /**
     * The user whose account the token was given to, empty when there is none or they are deleted.
     *
     * @throws Unavailable when the state cannot be read now
     */
    Optional<Caller> find(VerifiedToken token);
}
