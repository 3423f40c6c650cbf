package io.rollbook.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.UserId;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/** The table "who may do what" of the contract. */
class AccessInterceptorTest {

    private static final RoleId OWN_LABEL = new RoleId(4);

    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private Optional<Caller> known = Optional.empty();
    private final AccessInterceptor interceptor = new AccessInterceptor(new Authentication(
            new Bearers(token -> token.equals("good")
                    ? Optional.of(new VerifiedToken("uid-7", null, Instant.EPOCH, SessionId.random(), Instant.MAX))
                    : Optional.empty()),
            token -> known,
            new AllowedOrigins(List.of())));

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    ACCESS          | ANONYMOUS     | UNAPPROVED   | USER        | OTHER       | LABELLED    | AUDITOR     | ADMIN
                    ANYONE          | yes           | yes          | yes         | yes         | yes         | yes         | yes
                    SIGNED_IN       | NOT_SIGNED_IN | yes          | yes         | yes         | yes         | yes         | yes
                    APPROVED        | NOT_SIGNED_IN | NOT_APPROVED | yes         | yes         | yes         | yes         | yes
                    OWN_OR_AUDITOR  | NOT_SIGNED_IN | NOT_APPROVED | yes         | NOT_ALLOWED | yes         | yes         | yes
                    OWN_OR_ADMIN    | NOT_SIGNED_IN | NOT_APPROVED | yes         | NOT_ALLOWED | yes         | NOT_ALLOWED | yes
                    AUDITOR         | NOT_SIGNED_IN | NOT_APPROVED | NOT_ALLOWED | NOT_ALLOWED | NOT_ALLOWED | yes         | yes
                    ADMIN           | NOT_SIGNED_IN | NOT_APPROVED | NOT_ALLOWED | NOT_ALLOWED | NOT_ALLOWED | NOT_ALLOWED | yes
                    """)
    void admits(
            Access access,
            String anonymous,
            String unapproved,
            String user,
            String other,
            String labelled,
            String auditor,
            String admin) {
        // The path names user 7: USER and LABELLED are that user, OTHER, AUDITOR and ADMIN are not.
        assertThat(outcome(access, null)).isEqualTo(anonymous);
        assertThat(outcome(access, caller(7, false, BuiltInRole.USER.id()))).isEqualTo(unapproved);
        assertThat(outcome(access, caller(7, true, BuiltInRole.USER.id()))).isEqualTo(user);
        assertThat(outcome(access, caller(8, true, BuiltInRole.USER.id()))).isEqualTo(other);
        assertThat(outcome(access, caller(7, true, OWN_LABEL))).isEqualTo(labelled);
        assertThat(outcome(access, caller(2, true, BuiltInRole.AUDITOR.id()))).isEqualTo(auditor);
        assertThat(outcome(access, caller(1, true, BuiltInRole.ADMIN.id()))).isEqualTo(admin);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ANYONE")
    void turnsAwayWhoeverIsDisabledWhateverTheirTokenSays(Access access) {
        assertThat(outcome(access, new Caller(new UserId(1), "uid-1", true, true, BuiltInRole.ADMIN.id())))
                .isEqualTo("TOKEN_REFUSED");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ANYONE", "SIGNED_IN"})
    void tellsAnUnapprovedAdminOrAuditorToWaitToo(Access access) {
        assertThat(outcome(access, caller(7, false, BuiltInRole.ADMIN.id()))).isEqualTo("NOT_APPROVED");
        assertThat(outcome(access, caller(7, false, BuiltInRole.AUDITOR.id()))).isEqualTo("NOT_APPROVED");
    }

    @Test
    void turnsAwayWhoeverIsNotOnTheRollAnyMore() {
        request.addHeader("Authorization", "Bearer good");

        assertThat(outcome(Access.SIGNED_IN)).isEqualTo("TOKEN_REFUSED");
    }

    @Test
    void turnsAwayABadToken() {
        known = Optional.of(caller(1, true, BuiltInRole.ADMIN.id()));
        request.addHeader("Authorization", "Bearer bad");

        assertThat(outcome(Access.ADMIN)).isEqualTo("TOKEN_REFUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer good", "bearer good", "BEARER  good "})
    void readsTheSchemeInAnyCase(String header) {
        known = Optional.of(caller(1, true, BuiltInRole.ADMIN.id()));
        request.addHeader("Authorization", header);

        assertThat(outcome(Access.ADMIN)).isEqualTo("yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "good", "Bearer", "Basic good", "Bearergood"})
    void takesNothingElseForABearerToken(String header) {
        known = Optional.of(caller(1, true, BuiltInRole.ADMIN.id()));
        request.addHeader("Authorization", header);

        assertThat(outcome(Access.ADMIN)).isEqualTo("NOT_SIGNED_IN");
    }

    @Test
    void refusesARouteThatDeclaresNobodyToEverybody() {
        known = Optional.of(caller(1, true, BuiltInRole.ADMIN.id()));
        request.addHeader("Authorization", "Bearer good");

        assertThat(outcome(route("undeclared"))).isEqualTo("NOT_ALLOWED");
    }

    /** A library may bring a route along, and the framework handlers that are no methods. */
    @Test
    void refusesWhatIsNotOursToo() throws ReflectiveOperationException {
        known = Optional.of(caller(1, true, BuiltInRole.ADMIN.id()));
        request.addHeader("Authorization", "Bearer good");
        var foreign = new HandlerMethod("a bean of a library", String.class.getMethod("length"));

        assertThat(outcome((Object) foreign)).isEqualTo("NOT_ALLOWED");
        assertThat(outcome(new ResourceHttpRequestHandler())).isEqualTo("NOT_ALLOWED");
        assertThat(outcome("whatever comes")).isEqualTo("NOT_ALLOWED");
    }

    @Test
    void handsTheCallerToTheRoute() {
        var admin = caller(1, true, BuiltInRole.ADMIN.id());

        assertThat(outcome(Access.ADMIN, admin)).isEqualTo("yes");
        assertThat(request.getAttribute(Caller.class.getName())).isEqualTo(admin);
    }

    private static String nameOf(Reason reason) {
        return Arrays.stream(AccessReason.class.getFields())
                .filter(constant -> isValueOf(constant, reason))
                .map(Field::getName)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isValueOf(Field constant, Reason reason) {
        try {
            return constant.get(null) == reason;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private String outcome(Access access, @Nullable Caller caller) {
        request.removeHeader("Authorization");
        known = Optional.ofNullable(caller);
        if (caller != null) {
            request.addHeader("Authorization", "Bearer good");
        }
        return outcome(access);
    }

    private String outcome(Access access) {
        return outcome(Arrays.stream(Routes.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Allow.class))
                .filter(method -> Objects.requireNonNull(method.getAnnotation(Allow.class))
                                .value()
                        == access)
                .findFirst()
                .orElseThrow());
    }

    private String outcome(Method route) {
        request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of("id", "7"));
        return outcome((Object) new HandlerMethod(new Routes(), route));
    }

    private String outcome(Object handler) {
        try {
            interceptor.preHandle(request, new MockHttpServletResponse(), handler);
            return "yes";
        } catch (Rejection rejection) {
            return nameOf(rejection.reason());
        }
    }

    private static Method route(String name) {
        return Arrays.stream(Routes.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Caller caller(int id, boolean approved, RoleId role) {
        return new Caller(new UserId(id), "uid-" + id, approved, false, role);
    }

    private static final class Routes {

        @Allow(Access.ANYONE)
        public void anyone() {}

        @Allow(Access.SIGNED_IN)
        public void signedIn() {}

        @Allow(Access.APPROVED)
        public void approved() {}

        @Allow(Access.OWN_OR_AUDITOR)
        public void ownOrAuditor() {}

        @Allow(Access.OWN_OR_ADMIN)
        public void ownOrAdmin() {}

        @Allow(Access.AUDITOR)
        public void auditor() {}

        @Allow(Access.ADMIN)
        public void admin() {}

        public void undeclared() {}
    }
}
