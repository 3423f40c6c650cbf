package io.rollbook.command.store;

/** What an instance keeps in memory of what it read from the store. */
public interface StoreCache {

    /** Forgets all of it: the store may say something else now. */
    void forgetAll();
}
