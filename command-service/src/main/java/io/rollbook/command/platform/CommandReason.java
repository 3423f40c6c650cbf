package io.rollbook.command.platform;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;

/** Why a command is refused whatever it is about. */
public enum CommandReason implements Reason {
    CHANGED_MEANWHILE(ErrorCode.CONFLICT, "others changed the same thing at the same moment; try again"),
    VERSION_DIFFERS(ErrorCode.PRECONDITION_FAILED, "the version is no longer the one If-Match names; read it again");

    private final ErrorCode code;
    private final String sentence;

    CommandReason(ErrorCode code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    @Override
    public ErrorCode code() {
        return code;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
