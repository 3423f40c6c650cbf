package io.rollbook.command.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.UserId;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** When a new password is computed and handed over. {@link RemoteSignInIT} has a remote provider. */
class PasswordChangeTest {

    private static final NewPassword PASSWORD = new NewPassword("eight loud valleys");

    private final List<String> calls = new ArrayList<>();
    private final Queue<Runnable> answers = new ArrayDeque<>();
    private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
    private final CommandGateway gateway =
            DefaultCommandGateway.builder().commandBus(bus).build();

    @BeforeEach
    void anAggregateThatAnswersWhatATestSays() {
        var change = new PasswordChange(
                provider(),
                new Callers(JdbcClient.create(new DriverManagerDataSource())) {
                    @Override
                    public String uidOf(UserId user) {
                        return "uid-" + user.value();
                    }
                },
                false);
        gateway.registerDispatchInterceptor(change);
        bus.registerHandlerInterceptor(change);
        bus.subscribe(ChangeUser.class.getName(), message -> {
            calls.add("handled");
            answers.remove().run();
            return "done";
        });
    }

    @Test
    void isComputedBeforeTheTransactionAndHandedOverInIt() {
        answers.add(() -> {});

        gateway.sendAndWait(change(PASSWORD));

        assertThat(calls).containsExactly("prepared outside", "handled", "handed to uid-7 inside");
    }

    @Test
    void isComputedOnceHoweverOftenTheCommandIsTried() {
        answers.add(() -> {
            throw new ConcurrencyException("another came first");
        });
        answers.add(() -> {});
        var change = change(PASSWORD);

        try {
            gateway.sendAndWait(change);
        } catch (ConcurrencyException again) {
            gateway.sendAndWait(change);
        }

        assertThat(calls).containsExactly("prepared outside", "handled", "handled", "handed to uid-7 inside");
    }

    @Test
    void anEqualCommandOfAnotherIsComputedForItself() {
        answers.add(() -> {});
        answers.add(() -> {});

        gateway.sendAndWait(change(PASSWORD));
        gateway.sendAndWait(change(PASSWORD));

        assertThat(calls).filteredOn("prepared outside"::equals).hasSize(2);
    }

    @Test
    void aChangeWithoutANewPasswordAsksNothingOfTheProvider() {
        answers.add(() -> {});

        gateway.sendAndWait(change(null));

        assertThat(calls).containsExactly("handled");
    }

    private static ChangeUser change(@Nullable NewPassword password) {
        return new ChangeUser(new UserId(7), null, password, null, Edit.keep(), Edit.keep(), Edit.keep(), null, null);
    }

    private IdentityProvider provider() {
        return (IdentityProvider) Proxy.newProxyInstance(
                IdentityProvider.class.getClassLoader(),
                new Class<?>[] {IdentityProvider.class},
                (proxy, method, arguments) -> {
                    var where = CurrentUnitOfWork.isStarted() ? " inside" : " outside";
                    return switch (method.getName()) {
                        case "prepare" -> {
                            calls.add("prepared" + where);
                            yield new PreparedPassword("kept");
                        }
                        case "changePassword" -> {
                            assertThat(arguments[1]).isEqualTo(new PreparedPassword("kept"));
                            calls.add("handed to " + arguments[0] + where);
                            yield null;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }
}
