package io.rollbook.standalone;

import io.rollbook.standalone.contract.DocumentedContract;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.RunningStandalone;

/** The contract against both sides in one process on one port. */
@OnSharedSystem
class StandaloneContractIT extends DocumentedContract {

    StandaloneContractIT(RunningStandalone standalone) {
        super(standalone);
    }
}
