package io.rollbook.command.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.user.Enrolment;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A password that was kept as it was typed goes on working, and is kept in its form of today from then on. */
class OldPasswordIT extends WithWriteSide {

    // A decomposed e and another kind of space: some keyboards give them.
    private static final String TYPED = "cafe\u0301\u00a0corretto";
    private static final String TODAY = "café corretto";

    @Autowired
    private Enrolment enrolment;

    @Autowired
    private IdentityProvider identity;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void signsInAndIsHashedAnew() {
        // The constructor takes what older releases kept.
        var uid = enrol("old.password@example.org", new NewPassword(TYPED));
        var before = hash(uid);
        assertThat(identity.signIn("old.password@example.org", TODAY)).isEmpty();

        assertThat(identity.signIn("old.password@example.org", TYPED)).isPresent();

        assertThat(hash(uid)).isNotEqualTo(before);
        assertThat(identity.signIn("old.password@example.org", TODAY)).isPresent();
        assertThat(identity.signIn("old.password@example.org", TYPED)).isPresent();
    }

    @Test
    void ofTodayIsNotHashedAgainHoweverItIsTyped() {
        var uid = enrol("new.password@example.org", NewPassword.parse(TYPED));
        var before = hash(uid);

        assertThat(identity.signIn("new.password@example.org", TYPED)).isPresent();
        assertThat(identity.signIn("new.password@example.org", TODAY)).isPresent();

        assertThat(hash(uid)).isEqualTo(before);
    }

    @Test
    void thatNoRuleOfTodayAdmitsSignsInAsTyped() {
        var unreadable = "tab\tand\u200bnothing";
        enrol("unreadable.password@example.org", new NewPassword(unreadable));

        assertThat(identity.signIn("unreadable.password@example.org", unreadable))
                .isPresent();
        assertThat(identity.signIn("unreadable.password@example.org", "tab and nothing"))
                .isEmpty();
    }

    private String enrol(String email, NewPassword password) {
        return String.valueOf(enrolment
                .register(PersonName.parse("Ani"), EmailAddress.parse(email), password)
                .view()
                .uid());
    }

    private String hash(String uid) {
        return jdbc.sql("select password_hash from local_account where uid = :uid")
                .param("uid", uid)
                .query(String.class)
                .single();
    }
}
