package io.rollbook.web;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.rollbook.web.access.Allow;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMapping;

/** What both HTTP sides need stays free of what only one of them is about. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.rollbook.web");

    @Test
    void itKnowsNeitherSideNorTheirStores() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.rollbook.command..",
                        "io.rollbook.query..",
                        "org.axonframework..",
                        "org.apache.kafka..",
                        "com.mongodb..",
                        "java.sql..",
                        "javax.sql..")
                .because("either side must start without what only the other one needs")
                .check(CLASSES);
    }

    @Test
    void everyRouteDeclaresWhoMayUseIt() {
        methods()
                .that()
                .areMetaAnnotatedWith(RequestMapping.class)
                .should()
                .beAnnotatedWith(Allow.class)
                .because("who may use a route stands once, beside its mapping")
                .check(CLASSES);
    }

    @Test
    void envelopesDoNotKnowWhoIsCalling() {
        noClasses()
                .that()
                .resideInAPackage("..envelope..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..access..")
                .because("an error looks the same for every caller")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.rollbook.web.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packagesAreNullMarked() {
        classes()
                .should(be(inANullMarkedPackage()))
                .because("what may be null says so")
                .check(CLASSES);
    }

    @Test
    void nothingIsPrinted() {
        noClasses()
                .that()
                .doNotHaveSimpleName("OneSentence")
                .should(ACCESS_STANDARD_STREAMS)
                .because("logs are for operators; only why nothing starts is for whoever sits at the console")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> inANullMarkedPackage() {
        return DescribedPredicate.describe(
                "in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }
}
