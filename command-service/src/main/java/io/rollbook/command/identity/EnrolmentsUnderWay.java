package io.rollbook.command.identity;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The accounts whose users this instance is just adding: without a user, and not left behind. */
@Component
class EnrolmentsUnderWay {

    private final Set<String> uids = ConcurrentHashMap.newKeySet();

    void begin(String uid) {
        uids.add(uid);
    }

    void end(String uid) {
        uids.remove(uid);
    }

    boolean contains(String uid) {
        return uids.contains(uid);
    }
}
