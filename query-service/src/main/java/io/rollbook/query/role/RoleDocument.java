package io.rollbook.query.role;

import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleView;
import java.util.Objects;

/** What the read model knows of a role. */
record RoleDocument(RoleId id, String name) {
    RoleDocument {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
    }

    RoleView view() {
        return new RoleView(id.value(), name);
    }
}
