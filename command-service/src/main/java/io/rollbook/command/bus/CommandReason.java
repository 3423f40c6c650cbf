package io.rollbook.command.bus;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;

/** Why a command is refused whatever it is about. */
public final class CommandReason {

    public static final Reason CHANGED_MEANWHILE =
            new Reason(ErrorCode.CONFLICT, "others changed the same thing at the same moment; try again");

    public static final Reason VERSION_DIFFERS =
            new Reason(ErrorCode.PRECONDITION_FAILED, "the version is no longer the one If-Match names; read it again");

    private CommandReason() {}
}
