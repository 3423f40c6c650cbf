package io.rollbook.command.user;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The first administrator, added while there is no enabled and approved one. Both or none.
 *
 * @param email under which they sign in
 * @param password 8 to 128 characters; needed only at the first start
 */
@ConfigurationProperties("rollbook.admin")
record FirstAdminSettings(@Nullable String email, @Nullable String password) {

    /** Neither: one is personal, the other secret. */
    @Override
    public String toString() {
        return "FirstAdminSettings[…]";
    }
}
