package io.rollbook.command.store;

import org.axonframework.serialization.Serializer;

/** The serializer that the store really uses, for tests in other packages. */
public final class StoreSerializer {

    private StoreSerializer() {}

    public static Serializer events() {
        return new EventSerializer();
    }
}
