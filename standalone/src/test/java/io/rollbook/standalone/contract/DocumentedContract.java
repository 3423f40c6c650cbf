package io.rollbook.standalone.contract;

import io.rollbook.standalone.support.RunningSystem;
import org.junit.jupiter.api.Nested;

/**
 * Every route and every example of the contract documents. What may know only the documents knows only HTTP: the same
 * tests run against whichever system a subclass gives.
 */
public abstract class DocumentedContract {

    private final RunningSystem system;

    protected DocumentedContract(RunningSystem system) {
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
    class Sessions extends SessionContract {
        Sessions() {
            super(system);
        }
    }

    @Nested
    class Attacks extends AttackContract {
        Attacks() {
            super(system);
        }
    }

    @Nested
    class UserReading extends UserReadingContract {
        UserReading() {
            super(system);
        }
    }

    @Nested
    class UserImport extends UserImportContract {
        UserImport() {
            super(system);
        }
    }

    @Nested
    class UserAdding extends UserAddingContract {
        UserAdding() {
            super(system);
        }
    }

    @Nested
    class UserChanging extends UserChangingContract {
        UserChanging() {
            super(system);
        }
    }

    @Nested
    class Approval extends ApprovalContract {
        Approval() {
            super(system);
        }
    }

    @Nested
    class UserDeleting extends UserDeletingContract {
        UserDeleting() {
            super(system);
        }
    }

    @Nested
    class Erasing extends ErasingContract {
        Erasing() {
            super(system);
        }
    }

    @Nested
    class DataPackage extends DataPackageContract {
        DataPackage() {
            super(system);
        }
    }

    @Nested
    class LastAdmin extends LastAdminContract {
        LastAdmin() {
            super(system);
        }
    }

    @Nested
    class Roles extends RoleContract {
        Roles() {
            super(system);
        }
    }

    @Nested
    class Integrations extends IntegrationContract {
        Integrations() {
            super(system);
        }
    }

    @Nested
    class IntegrationReading extends IntegrationReadingContract {
        IntegrationReading() {
            super(system);
        }
    }

    @Nested
    class Texts extends TextContract {
        Texts() {
            super(system);
        }
    }

    @Nested
    class Protocol extends ProtocolContract {
        Protocol() {
            super(system);
        }
    }

    @Nested
    class Consistency extends ConsistencyContract {
        Consistency() {
            super(system);
        }
    }
}
