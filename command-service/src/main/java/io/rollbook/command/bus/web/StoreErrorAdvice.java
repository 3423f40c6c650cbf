package io.rollbook.command.bus.web;

import io.rollbook.command.store.StoreOutage;
import io.rollbook.web.envelope.ErrorAdvice;
import io.rollbook.web.envelope.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.time.Duration;
import org.axonframework.common.AxonException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Tells a store that is away or too slow (503, try again) from a fault of ours (500). */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class StoreErrorAdvice {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final ErrorAdvice general;

    StoreErrorAdvice(ErrorAdvice general) {
        this.general = general;
    }

    // Also where one of them is the cause of something else.
    @ExceptionHandler({DataAccessException.class, TransactionException.class, AxonException.class, SQLException.class})
    void answer(Exception exception, HttpServletRequest request, HttpServletResponse response) throws Exception {
        general.answer(
                StoreOutage.isOne(exception)
                        ? new Unavailable(StoreOutage.sentence(exception), RETRY_AFTER, exception)
                        : exception,
                request,
                response);
    }
}
