package io.rollbook.badge;

import io.rollbook.api.command.Command;
import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;
import io.rollbook.api.role.RoleName;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Issues a badge, or gives one that was issued another label. */
record IssueBadge(@TargetAggregateIdentifier BadgeId id, RoleName label) implements Command {

    @Override
    public Reason notFound() {
        return new Reason(ErrorCode.NOT_FOUND, "there is no badge with this id");
    }
}
