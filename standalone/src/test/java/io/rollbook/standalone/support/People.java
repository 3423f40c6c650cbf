package io.rollbook.standalone.support;

import org.jspecify.annotations.Nullable;

/** Those who use a running system: the first admin, and whoever a test needs beside them. */
public final class People {

    private static final int ADMIN = 1;
    private static final int AUDITOR = 2;
    private static final int USER = 3;

    private final RollbookClient anonymous;
    private final Tokens tokens;
    private @Nullable Person admin;
    private @Nullable Person auditor;
    private @Nullable Person approved;
    private @Nullable Person pending;

    People(RollbookClient anonymous, Tokens tokens) {
        this.anonymous = anonymous;
        this.tokens = tokens;
    }

    /** Where the bearer token of whoever signed in comes from. */
    interface Tokens {
        String of(String email, String password, String given);
    }

    /** A client of somebody who is not signed in. */
    public RollbookClient anonymous() {
        return anonymous.forgetful();
    }

    /** The first admin. */
    public synchronized Person admin() {
        if (admin == null) {
            admin = signIn(RunningSystem.ADMIN_EMAIL, RunningSystem.ADMIN_PASSWORD);
        }
        return admin;
    }

    /** An auditor, the same for all tests: to be left as they are. */
    public synchronized Person auditor() {
        if (auditor == null) {
            auditor = newPerson(true, AUDITOR);
        }
        return auditor;
    }

    /** An approved plain user, the same for all tests: to be left as they are. */
    public synchronized Person approved() {
        if (approved == null) {
            approved = newPerson(true, USER);
        }
        return approved;
    }

    /** Somebody who is not approved yet, the same for all tests: to be left as they are. */
    public synchronized Person pending() {
        if (pending == null) {
            pending = newPerson(false, USER);
        }
        return pending;
    }

    /** An approved plain user of the test's own. */
    public Person newApproved() {
        return newPerson(true, USER);
    }

    /** One more admin. */
    public Person newAdmin() {
        return newPerson(true, ADMIN);
    }

    /** From now on the admin that tests begin with is this one: the first is gone. */
    public synchronized void adminIsNow(Person successor) {
        admin = successor;
    }

    /** Somebody of the test's own. */
    public Person newPerson(boolean approved, int role) {
        var fields = Samples.user().with("approved", approved).with("roleId", role);
        var answer = admin().client().post("/api/users", fields);
        if (answer.status() != 201) {
            throw new AssertionError("cannot add a person: " + answer);
        }
        return signIn(fields.text("email"), fields.text("password"));
    }

    /**
     * Somebody on the roll, signed in.
     *
     * @throws AssertionError when they are refused
     */
    public Person signIn(String email, String password) {
        var answer = logIn(email, password);
        if (answer.status() != 200) {
            throw new AssertionError("cannot sign in: " + answer);
        }
        var session = answer.payload();
        return new Person(
                session.path("user").path("id").intValue(),
                email,
                password,
                anonymous
                        .withToken(
                                tokens.of(email, password, session.path("token").stringValue()))
                        .after(answer));
    }

    /** What signing in answers. */
    public Answer logIn(String email, String password) {
        return anonymous().post("/api/auth/login", Fields.of("email", email).with("password", password));
    }
}
