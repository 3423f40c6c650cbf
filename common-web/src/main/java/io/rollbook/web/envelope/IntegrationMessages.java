package io.rollbook.web.envelope;

/**
 * The texts of envelope B, byte for byte as documented, misspellings included: clients may compare them.
 */
public final class IntegrationMessages {

    public static final String CREATED = "UserIntegration created succesfully!!";
    public static final String UPDATED = "UserIntegration updated successufully!!";
    public static final String DELETED = "UserIntegration deleted Successfuly";

    static final String VALIDATION = "Validation Error";
    static final String UNAUTHORIZED = "Unathorized";

    private IntegrationMessages() {}
}
