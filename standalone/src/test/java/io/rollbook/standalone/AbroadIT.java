package io.rollbook.standalone;

import io.rollbook.standalone.contract.CoreContract;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.RunningAbroad;
import org.junit.jupiter.api.Tag;

/** The core of the contract on a machine that speaks Turkish, in the time of Jakarta, and writes Latin-1. */
@OnSharedSystem
@Tag("thorough")
class AbroadIT extends CoreContract {

    AbroadIT(RunningAbroad system) {
        super(system);
    }
}
