package io.rollbook.command.bus.web;

import io.rollbook.api.command.Command;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.bus.IfMatch;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.CallerArgument;
import io.rollbook.web.access.Cookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;

/** A request that changes something, and the header fields of its answer. A controller method asks for it as an argument. */
public final class CommandExchange {

    // Long enough for the reads that follow a write, short enough not to make later reads wait for nothing.
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(30);

    private final Supplier<CommandSender> commands;
    private final HttpServletRequest request;
    private final HttpServletResponse response;

    CommandExchange(Supplier<CommandSender> commands, HttpServletRequest request, HttpServletResponse response) {
        this.commands = commands;
        this.request = request;
        this.response = response;
    }

    /**
     * Sends a command as the caller, to the versions that {@code If-Match} names, and tells what came of it.
     *
     * @return what the aggregate shows now
     * @throws Rejection when a rule refuses the command
     * @throws InvalidInput when it refers to something that does not exist
     */
    public <V> V send(Command command) {
        return tell(commands.get().send(command, actor(), ifMatch()));
    }

    /**
     * Who asks.
     *
     * @throws Rejection when the request has no caller
     */
    public Actor actor() {
        return Actor.of(CallerArgument.of(request, Caller.class));
    }

    /** The versions that the client is ready to change. */
    public IfMatch ifMatch() {
        return IfMatchHeader.of(request);
    }

    /** Says which version the aggregate has now, so that the client's next read can wait for it. */
    public <V> V tell(CommandResult<V> recorded) {
        var token = recorded.token();
        response.setHeader(HttpHeaders.ETAG, "\"" + token.version() + "\"");
        letReadsWaitFor(token);
        if (recorded.stale()) {
            response.setHeader(ConsistencyToken.FRESHNESS_HEADER, "stale");
        }
        return recorded.view();
    }

    /** Hands the client what its next reads are to wait for, as a header and as a cookie. */
    public void letReadsWaitFor(ConsistencyToken token) {
        response.setHeader(ConsistencyToken.HEADER, token.toString());
        response.addHeader(
                HttpHeaders.SET_COOKIE, Cookies.set(request, ConsistencyToken.COOKIE, token.toString(), TOKEN_LIFE));
    }
}
