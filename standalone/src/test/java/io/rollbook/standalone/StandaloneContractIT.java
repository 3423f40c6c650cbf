package io.rollbook.standalone;

import io.rollbook.standalone.contract.DocumentedContract;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.SharedSystem;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract against both sides in one process on one port. */
@ExtendWith(SharedSystem.class)
@Execution(ExecutionMode.SAME_THREAD)
class StandaloneContractIT extends DocumentedContract {

    StandaloneContractIT(RunningStandalone standalone) {
        super(standalone);
    }
}
