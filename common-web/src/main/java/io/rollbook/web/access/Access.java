package io.rollbook.web.access;

/** What a caller must be for a route. The table "who may do what" of the contract, one value a kind of route. */
public enum Access {
    /** Everybody, signed in or not. */
    ANYONE,
    /** Everybody who is signed in, approved or not. */
    SIGNED_IN,
    /** Everybody who is signed in and approved. What of it they see or change is narrowed further by the route. */
    APPROVED,
    /** The approved user whom the path variable {@code id} names, an auditor or an admin. */
    OWN_OR_AUDITOR,
    /** The approved user whom the path variable {@code id} names, or an admin. */
    OWN_OR_ADMIN,
    /** An auditor or an admin. */
    AUDITOR,
    /** An admin. */
    ADMIN
}
