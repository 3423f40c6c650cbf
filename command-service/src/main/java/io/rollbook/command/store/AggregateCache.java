package io.rollbook.command.store;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The aggregates used last, so that a command need not replay their events. Never the only copy of anything: an entry
 * that is older than the store loses against the unique key when it tries to append, one that is ahead of it finds that the
 * event before is missing, and either is dropped.
 */
@Component(AggregateCache.NAME)
public class AggregateCache implements Cache, StoreCache {

    /** The bean's name, by which aggregates refer to it. */
    public static final String NAME = "aggregateCache";

    private static final int MOST_ENTRIES = 20_000;

    private final com.github.benmanes.caffeine.cache.Cache<Object, Object> entries = Caffeine.newBuilder()
            .maximumSize(MOST_ENTRIES)
            .expireAfterAccess(Duration.ofMinutes(30))
            .build();

    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    public <K, V> @Nullable V get(K key) {
        return (V) entries.getIfPresent(key);
    }

    @Override
    public void put(Object key, Object value) {
        entries.put(key, value);
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        return entries.asMap().putIfAbsent(key, value) == null;
    }

    @Override
    public boolean remove(Object key) {
        return entries.asMap().remove(key) != null;
    }

    @Override
    public void removeAll() {
        entries.invalidateAll();
    }

    @Override
    public void forgetAll() {
        removeAll();
    }

    @Override
    public boolean containsKey(Object key) {
        return entries.asMap().containsKey(key);
    }

    /** Listeners are not supported. */
    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        return () -> true;
    }
}
