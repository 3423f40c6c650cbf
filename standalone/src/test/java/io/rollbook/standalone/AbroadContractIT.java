package io.rollbook.standalone;

import io.rollbook.standalone.contract.DocumentedContract;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.RunningAbroad;
import org.junit.jupiter.api.Tag;

/** The whole contract on the machine of {@link AbroadIT}. */
@Tag("thorough")
@OnSharedSystem
class AbroadContractIT extends DocumentedContract {

    AbroadContractIT(RunningAbroad system) {
        super(system);
    }
}
