package io.rollbook.standalone;

import io.rollbook.standalone.contract.DocumentedContract;
import io.rollbook.standalone.support.FirebaseEmulator;
import io.rollbook.standalone.support.RunningWithFirebase;
import io.rollbook.standalone.support.SharedSystem;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract with Firebase as the identity provider and ID tokens from its emulator's own sign-in. */
@EnabledIf(value = "io.rollbook.standalone.support.FirebaseEmulator#canRun", disabledReason = FirebaseEmulator.SKIPPED)
@ExtendWith(SharedSystem.class)
@Execution(ExecutionMode.SAME_THREAD)
class FirebaseContractIT extends DocumentedContract {

    FirebaseContractIT(RunningWithFirebase system) {
        super(system);
    }
}
