package io.rollbook.standalone;

import io.rollbook.standalone.contract.DocumentedContract;
import io.rollbook.standalone.support.FirebaseEmulator;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.RunningWithFirebase;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contract with Firebase as the identity provider and ID tokens from its emulator's own sign-in. */
@EnabledIf(value = "io.rollbook.standalone.support.FirebaseEmulator#canRun", disabledReason = FirebaseEmulator.SKIPPED)
@OnSharedSystem
class FirebaseContractIT extends DocumentedContract {

    FirebaseContractIT(RunningWithFirebase system) {
        super(system);
    }
}
