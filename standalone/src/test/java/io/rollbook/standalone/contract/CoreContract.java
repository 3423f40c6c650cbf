package io.rollbook.standalone.contract;

import io.rollbook.standalone.support.RunningSystem;
import org.junit.jupiter.api.Nested;

/** The part of the {@link DocumentedContract} that nothing works without: registering, signing in and reading users. */
public abstract class CoreContract {

    private final RunningSystem system;

    protected CoreContract(RunningSystem system) {
        this.system = system;
    }

    @Nested
    class Registration extends RegistrationContract {
        Registration() {
            super(system);
        }
    }

    @Nested
    class SigningIn extends SigningInContract {
        SigningIn() {
            super(system);
        }
    }

    @Nested
    class UserReading extends UserReadingContract {
        UserReading() {
            super(system);
        }
    }
}
