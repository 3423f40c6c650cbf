package io.rollbook.command.privacy.kafka;

import io.rollbook.command.privacy.DataKeys;
import io.rollbook.command.publishing.KafkaOutage;
import io.rollbook.command.store.ClusterLock;
import io.rollbook.command.store.PersonKeys.StoredKey;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.personal.Tampered;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import io.rollbook.web.platform.RecurringWork;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps keys anew at every start that were not wrapped with the newest key of the ring, and sends them: no event changes.
 * When every instance has started with a new ring and this has ended, its older keys are needed no more.
 */
final class KeyRewrapper extends RecurringWork {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRewrapper.class);
    private static final String NAME = "key-rewrapper";
    private static final int BATCH = 500;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DataKeys keys;
    private final KeyPublisher publisher;
    private final ClusterLock clusterLock;

    KeyRewrapper(DataKeys keys, KeyPublisher publisher, ClusterLock clusterLock) {
        super(NAME, failure -> StoreOutage.isOne(failure) || KafkaOutage.isOne(failure));
        this.keys = keys;
        this.publisher = publisher;
        this.clusterLock = clusterLock;
    }

    // Each instance for itself, one after the other: one that began before with an older ring makes no key due.
    @Override
    protected Duration work() {
        if (clusterLock.runExclusively(NAME, this::rewrapAll)) {
            finish();
        }
        return PAUSE;
    }

    private void rewrapAll() {
        var rewrapped = 0;
        var lost = 0;
        var stored = keys.storedAfter(0, BATCH);
        while (isRunning() && !stored.isEmpty()) {
            var fresh = new HashMap<StoredKey, String>();
            for (var key : stored) {
                try {
                    if (keys.isDue(key)) {
                        fresh.put(key, keys.rewrap(key));
                    }
                } catch (Tampered e) {
                    lost++;
                }
            }
            replace(fresh);
            rewrapped += fresh.size();
            stored = keys.storedAfter(stored.getLast().user().value(), BATCH);
        }
        tell(rewrapped, lost);
    }

    // Sent before they are stored: after a crash in between they are still due. And after, as they are stored: the
    // publisher may have sent older ones in between, and an instance that stood still has stored nothing.
    private void replace(Map<StoredKey, String> fresh) {
        var byPerson = fresh.entrySet().stream()
                .collect(Collectors.toMap(key -> key.getKey().user().toString(), Map.Entry::getValue));
        try {
            publisher.send(byPerson);
            fresh.forEach(keys::replace);
            publisher.sendStored(byPerson.keySet());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("told to stop", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not take them", e);
        }
    }

    private static void tell(int rewrapped, int lost) {
        if (rewrapped > 0) {
            LOG.info("wrapped {} keys of persons with the newest key of the ring", rewrapped);
            SecurityLog.tell(SecurityEvent.KEYS_ROTATED, "system", "keys", "persons", "count", rewrapped);
        }
        if (lost > 0) {
            LOG.error(
                    "{} keys of persons were wrapped with a key that the ring does not have: what is known of these persons"
                            + " cannot be read; put the key back into the ring",
                    lost);
        }
    }
}
