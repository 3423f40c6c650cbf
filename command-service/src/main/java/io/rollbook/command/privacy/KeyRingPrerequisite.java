package io.rollbook.command.privacy;

import io.rollbook.command.startup.Prerequisite;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.web.personal.KeyRingSettings;
import io.rollbook.web.platform.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The key ring that the database's keys of persons were wrapped with. A ring that opens none of them stands in the place of the
 * one that is meant: one made a moment ago, say, because the file was lost. Going on with it would make a second roll
 * of people beside one that nobody can read.
 */
@Component
@Order(2)
class KeyRingPrerequisite implements Prerequisite {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRingPrerequisite.class);
    private static final int NEWEST = 100;

    private final DataKeys keys;
    private final KeyRingSettings settings;

    KeyRingPrerequisite(DataKeys keys, KeyRingSettings settings) {
        this.keys = keys;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public void meet() throws Away {
        if (opensSome()) {
            return;
        }
        var where = settings.keyRing() == null ? settings.keyRingFile().toString() : "rollbook.personal.key-ring";
        if (!settings.acceptLoss()) {
            throw new StartRefused(
                    "the key ring in " + where + " opens no person's key in the database, so it is another"
                            + " one's or was made anew; put the right one there from its backup. Only if it is lost for good, with all that"
                            + " is known of these people, set ROLLBOOK_PERSONAL_ACCEPTLOSS=true");
        }
        LOG.error("the key ring in {} opens no person's key: what is known of these people is given up", where);
    }

    private boolean opensSome() throws Away {
        try {
            var newest = keys.newest(NEWEST);
            return newest.isEmpty() || newest.stream().anyMatch(keys::opens);
        } catch (RuntimeException e) {
            if (StoreOutage.isOne(e)) {
                throw new Away("PostgreSQL went away while the key ring was tried", e);
            }
            throw e;
        }
    }
}
