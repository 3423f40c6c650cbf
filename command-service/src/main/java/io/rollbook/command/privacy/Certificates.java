package io.rollbook.command.privacy;

import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.Actor;

/** What the end of a person is certified by: the time and the key are no business of a decision. */
public interface Certificates {

    /**
     * The certificate of an erasure.
     *
     * @param events how many events of the person it covers
     * @throws io.rollbook.api.error.InvalidInput when the reason tells of the person
     */
    UserErased draw(UserId user, Actor by, ErasureReason reason, long events);
}
