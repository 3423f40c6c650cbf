package io.rollbook.standalone.support;

/**
 * Somebody on the roll who is signed in.
 *
 * @param client what they use
 */
public record Person(int id, String email, String password, RollbookClient client) {

    public String path() {
        return "/api/users/" + id;
    }

    /** What {@code PUT} of {@link #path} takes to set another password of their own. */
    public Fields newPassword(String another) {
        return Fields.of("password", another).with("currentPassword", password);
    }
}
