package io.rollbook.command.user;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.rollbook.api.command.Command;
import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.event.Change;
import io.rollbook.api.personal.Forgotten;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.ApproveUser;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.DisableUser;
import io.rollbook.api.user.EnableUser;
import io.rollbook.api.user.EndSession;
import io.rollbook.api.user.EraseUser;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.RegisterUser;
import io.rollbook.api.user.RevokeSessions;
import io.rollbook.api.user.RevokeUserApproval;
import io.rollbook.api.user.RoleAssignedToUser;
import io.rollbook.api.user.SignOutUser;
import io.rollbook.api.user.ToggleUser;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserApprovalRevoked;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserDisabled;
import io.rollbook.api.user.UserEmailChanged;
import io.rollbook.api.user.UserEnabled;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserEvent;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserPasswordChanged;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserReason;
import io.rollbook.api.user.UserRegistered;
import io.rollbook.api.user.UserSessionEnded;
import io.rollbook.api.user.UserSessionsRevoked;
import io.rollbook.api.user.UserSignedOut;
import io.rollbook.api.user.UserView;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandReason;
import io.rollbook.command.bus.CommandedAggregate;
import io.rollbook.command.store.AggregateCache;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * A person on the roll. Whether their email is free, their role exists and another admin remains is decided by claims in
 * the same transaction; everything else here.
 */
@Aggregate(type = "User", cache = AggregateCache.NAME)
@SuppressWarnings({"NullAway.Init", "unused"})
class User extends CommandedAggregate {

    private static final Profile NOTHING_KNOWN = new Profile(Forgotten.orText(null), null, null, null);

    @AggregateIdentifier
    private UserId id;

    private String uid;
    private String email;
    private Profile profile = NOTHING_KNOWN;
    private RoleId role;
    private boolean approved;
    private boolean disabled;
    private boolean deleted;
    private @Nullable UserErased erased;

    /** What describes the person. */
    private record Profile(
            String name,
            @Nullable String nip,
            @Nullable Gender gender,
            @Nullable String jabatan) {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    UserId handle(RegisterUser command) {
        apply(new UserRegistered(
                command.id(),
                command.uid(),
                command.email().value(),
                command.name().value(),
                BuiltInRole.USER.id()));
        return command.id();
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    UserId handle(AddUser command) {
        apply(new UserAdded(
                command.id(),
                command.uid(),
                command.email().value(),
                command.name().value(),
                command.nip() == null ? null : command.nip().value(),
                command.gender(),
                command.jabatan() == null ? null : command.jabatan().value(),
                command.role()));
        if (command.approved()) {
            apply(new UserApproved(command.id()));
        }
        return command.id();
    }

    @CommandHandler
    void handle(ChangeUser command, @MetaDataValue(value = Actor.KEY, required = true) Actor actor) {
        requireAdminFor(command, actor);
        changeProfile(command);
        if (command.email() != null && changes(command.email().value(), email)) {
            apply(new UserEmailChanged(id, command.email().value()));
        }
        if (command.newPassword() != null) {
            apply(new UserPasswordChanged(id));
        }
        if (command.role() != null && changes(command.role(), role)) {
            reject(actor.is(id), UserReason.OWN_ROLE);
            apply(new RoleAssignedToUser(id, command.role()));
        }
        if (command.approved() != null) {
            changeApproval(command.approved(), actor);
        }
    }

    @CommandHandler
    void handle(ApproveUser command, @MetaDataValue(value = Actor.KEY, required = true) Actor actor) {
        changeApproval(true, actor);
    }

    @CommandHandler
    void handle(RevokeUserApproval command, @MetaDataValue(value = Actor.KEY, required = true) Actor actor) {
        changeApproval(false, actor);
    }

    @CommandHandler
    void handle(DisableUser command) {
        if (!disabled) {
            apply(new UserDisabled(id));
        }
    }

    @CommandHandler
    void handle(EnableUser command, @MetaDataValue(value = Actor.KEY, required = true) Actor actor) {
        if (disabled) {
            reject(actor.is(id), UserReason.OWN_ENABLING);
            apply(new UserEnabled(id));
        }
    }

    @CommandHandler
    void handle(ToggleUser command, @MetaDataValue(value = Actor.KEY, required = true) Actor actor) {
        if (disabled) {
            handle(new EnableUser(id), actor);
        } else {
            handle(new DisableUser(id));
        }
    }

    @CommandHandler
    void handle(SignOutUser command) {
        apply(new UserSignedOut(id));
    }

    @CommandHandler
    void handle(EndSession command) {
        apply(new UserSessionEnded(id, command.session()));
    }

    @CommandHandler
    void handle(RevokeSessions command) {
        apply(new UserSessionsRevoked(id, command.before()));
    }

    @CommandHandler
    void handle(DeleteUser command) {
        apply(new UserDeleted(id));
    }

    @CommandHandler
    void handle(EraseUser command) {
        if (erased != null) {
            return;
        }
        reject(!deleted && !command.delete(), UserReason.NOT_DELETED);
        reject(command.version() != AggregateLifecycle.getVersion(), CommandReason.CHANGED_MEANWHILE);
        if (!deleted) {
            apply(new UserDeleted(id));
        }
        apply(command.certificate());
    }

    @EventSourcingHandler
    void on(UserEvent event) {
        switch (event) {
            case UserRegistered e -> {
                id = e.id();
                uid = e.uid();
                email = Forgotten.orText(e.email());
                profile = new Profile(Forgotten.orText(e.name()), null, null, null);
                role = e.role();
            }
            case UserAdded e -> {
                id = e.id();
                uid = e.uid();
                email = Forgotten.orText(e.email());
                profile = new Profile(Forgotten.orText(e.name()), e.nip(), e.gender(), e.jabatan());
                role = e.role();
            }
            case UserProfileChanged e ->
                profile = new Profile(
                        Forgotten.orText(e.name().applyTo(profile.name())),
                        e.nip().applyTo(profile.nip()),
                        e.gender().applyTo(profile.gender()),
                        e.jabatan().applyTo(profile.jabatan()));
            case UserEmailChanged e -> email = Forgotten.orText(e.email());
            case UserPasswordChanged e -> {}
            case UserSignedOut e -> {}
            case UserSessionsRevoked e -> {}
            case UserSessionEnded e -> {}
            case UserApproved e -> approved = true;
            case UserApprovalRevoked e -> approved = false;
            case RoleAssignedToUser e -> role = e.role();
            case UserDisabled e -> disabled = true;
            case UserEnabled e -> disabled = false;
            case UserDeleted e -> deleted = true;
            case UserErased e -> {
                erased = e;
                email = NOTHING_KNOWN.name();
                profile = NOTHING_KNOWN;
            }
        }
    }

    private void changeProfile(ChangeUser command) {
        var changed = new Profile(
                command.name() == null ? profile.name() : command.name().value(),
                command.nip().applyTo(profile.nip(), Nip::value),
                command.gender().applyTo(profile.gender(), gender -> gender),
                command.jabatan().applyTo(profile.jabatan(), JobTitle::value));
        if (!changed.equals(profile)) {
            apply(new UserProfileChanged(
                    id,
                    Change.between(profile.name(), changed.name()),
                    Change.between(profile.nip(), changed.nip()),
                    Change.between(profile.gender(), changed.gender()),
                    Change.between(profile.jabatan(), changed.jabatan())));
        }
    }

    private void changeApproval(boolean approve, Actor actor) {
        if (approve && !approved) {
            reject(actor.is(id), UserReason.OWN_APPROVAL);
            apply(new UserApproved(id));
        } else if (!approve && approved) {
            apply(new UserApprovalRevoked(id));
        }
    }

    // A caller who may not change a field may still send back the value it has.
    private void requireAdminFor(ChangeUser command, Actor actor) {
        var beyondOwn = (command.email() != null && changes(command.email().value(), email))
                || changes(command.nip().applyTo(profile.nip(), Nip::value), profile.nip())
                || (command.approved() != null && changes(command.approved(), approved))
                || (command.role() != null && changes(command.role(), role));
        reject(beyondOwn && !actor.admin(), UserReason.ADMIN_ONLY_FIELDS);
    }

    private static boolean changes(@Nullable Object value, @Nullable Object before) {
        return !Objects.equals(value, before);
    }

    private static void reject(boolean broken, Reason reason) {
        if (broken) {
            throw new Rejection(reason);
        }
    }

    @Override
    protected boolean isGoneFor(Command command) {
        return deleted && !(command instanceof EraseUser);
    }

    @Override
    protected Object viewAfter(Command command) {
        return command instanceof EraseUser ? Objects.requireNonNull(erased) : view();
    }

    UserView view() {
        return new UserView(
                id.value(),
                uid,
                email,
                disabled,
                profile.name(),
                profile.nip(),
                profile.gender(),
                profile.jabatan(),
                approved);
    }
}
