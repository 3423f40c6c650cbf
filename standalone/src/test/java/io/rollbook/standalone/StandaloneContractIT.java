package io.rollbook.standalone;

import io.rollbook.standalone.contract.DocumentedContract;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.SharedSystem;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract against both sides in one process on one port. */
@ExtendWith(SharedSystem.class)
class StandaloneContractIT extends DocumentedContract {

    StandaloneContractIT(RunningStandalone standalone) {
        super(standalone);
    }
}
