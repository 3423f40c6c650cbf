package io.rollbook.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.rollbook.web.request.RequestTarget;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.web.context.request.WebRequest;

/** One place in both services reads what a request asks for. */
class RequestReadingTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.rollbook");

    private static final Set<String> TARGET = Set.of(
            "getRequestURI",
            "getRequestURL",
            "getQueryString",
            "getServletPath",
            "getPathInfo",
            "getPathTranslated",
            "getParameter",
            "getParameterValues",
            "getParameterNames",
            "getParameterMap",
            "getPart",
            "getParts");

    @Test
    void onlyOnePlaceReadsPathAndQuery() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(RequestTarget.class)
                .should()
                .callMethodWhere(readsTheTarget())
                .because(
                        "what is decoded in two places is decoded in two ways; ask RequestTarget, or the matched route")
                .check(CLASSES);
    }

    @Test
    void noBodyIsReadAsAForm() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.web.multipart..")
                .because("a body is read within its limits, after its sender has been let in")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaCall<?>> readsTheTarget() {
        return DescribedPredicate.describe("reads path, query or parameters", call -> {
            var owner = call.getTargetOwner();
            return TARGET.contains(call.getName())
                    && (assignableTo(ServletRequest.class).test(owner)
                            || assignableTo(HttpServletRequest.class).test(owner)
                            || assignableTo(WebRequest.class).test(owner));
        });
    }
}
