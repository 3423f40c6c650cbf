package io.rollbook.query.user;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.UserDirectory;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserView;
import io.rollbook.query.projection.ReadModel;
import io.rollbook.web.read.Page;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Repository;

/** The users as the read side knows them. */
@Repository
class Users implements UserDirectory {
    private final ReadModel<UserDocument> model;

    Users(ReadModel<UserDocument> model) {
        this.model = model;
    }

    Optional<UserView> find(UserId id) {
        return model.find(id.value()).map(UserDocument::view);
    }

    ReadModel.Stretch<UserView> page(UserList list, Page page) {
        return model.page(list.filter(), list.sort(), page.skip(), page.limit()).map(UserDocument::view);
    }

    /** All users of the list, read while the stream is; it must be closed. */
    Stream<UserView> all(UserList list) {
        return model.stream(list.filter(), list.sort()).map(UserDocument::view);
    }

    @Override
    public Stream<UserView> holding(RoleId role) {
        return model.stream(Filters.eq(UserProjection.ROLE_ID, role.value()), Sorts.ascending(ReadModel.ID))
                .map(UserDocument::view);
    }
}
