package io.rollbook.web.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import org.jspecify.annotations.Nullable;

/** An exception whose message, and that of each cause, is {@link LogText}. */
final class GuardedThrowable extends ThrowableProxy {

    private final ThrowableProxy guarded;

    private GuardedThrowable(ThrowableProxy guarded) {
        super(guarded.getThrowable());
        this.guarded = guarded;
    }

    static @Nullable IThrowableProxy of(@Nullable IThrowableProxy thrown) {
        return thrown instanceof ThrowableProxy proxy ? new GuardedThrowable(proxy) : thrown;
    }

    @Override
    public @Nullable String getMessage() {
        var message = guarded.getMessage();
        return message == null ? null : LogText.of(message);
    }

    @Override
    public @Nullable String getOverridingMessage() {
        var message = guarded.getOverridingMessage();
        return message == null ? null : LogText.of(message);
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return guarded.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return guarded.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        // The constructor of the superclass asks too, before there is anything to guard.
        return guarded == null ? null : of(guarded.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        var suppressed = guarded.getSuppressed();
        var all = new IThrowableProxy[suppressed.length];
        for (var i = 0; i < all.length; i++) {
            var one = of(suppressed[i]);
            all[i] = one == null ? suppressed[i] : one;
        }
        return all;
    }

    @Override
    public boolean isCyclic() {
        return guarded.isCyclic();
    }
}
