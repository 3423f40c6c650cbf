package io.rollbook.api.role;

import java.util.Arrays;
import java.util.Optional;

/** The roles that always exist and decide who may do what. Every other role is a label of the organisation's own. */
public enum BuiltInRole {
    ADMIN(1, "admin"),
    AUDITOR(2, "auditor"),
    USER(3, "user");

    private final RoleId id;
    private final String roleName;

    BuiltInRole(int id, String roleName) {
        this.id = new RoleId(id);
        this.roleName = roleName;
    }

    public RoleId id() {
        return id;
    }

    public String roleName() {
        return roleName;
    }

    /** The built-in role with that id, empty for a role of the organisation's own. */
    public static Optional<BuiltInRole> of(RoleId id) {
        return Arrays.stream(values()).filter(role -> role.id.equals(id)).findFirst();
    }
}
