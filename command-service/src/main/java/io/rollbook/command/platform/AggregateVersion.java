package io.rollbook.command.platform;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.Rejection;
import java.util.function.Supplier;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;

/** What every aggregate does around a command: checks the version the client expects, and says what came of it. */
public final class AggregateVersion {

    /** The metadata key of the {@link IfMatch} a command comes with; absent when every version will do. */
    public static final String EXPECTED = "ifMatch";

    private AggregateVersion() {}

    /**
     * Handles the command.
     *
     * @param id the aggregate's identifier, asked for afterwards: a new one has none before
     * @param chain the command's handler
     * @param view the aggregate as the contract shows it, asked for afterwards
     * @throws Rejection when the client expects another version; the handler is not called then
     */
    public static <V> Recorded<V> around(Supplier<?> id, InterceptorChain chain, MetaData metaData, Supplier<V> view)
            throws Exception {
        var before = current();
        if (metaData.get(EXPECTED) instanceof IfMatch expected && !expected.admits(before)) {
            throw new Rejection(CommandReason.VERSION_DIFFERS);
        }
        chain.proceed();
        var after = current();
        if (after == null) {
            throw new IllegalStateException("an aggregate without events has no version");
        }
        var token = new ConsistencyToken(id.get().toString(), after);
        return new Recorded<>(view.get(), token, !after.equals(before));
    }

    private static @Nullable Long current() {
        return AggregateLifecycle.getVersion();
    }
}
