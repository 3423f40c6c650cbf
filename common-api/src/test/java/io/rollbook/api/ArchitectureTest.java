package io.rollbook.api;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.rollbook.api.command.Command;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventType;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What both sides share stays free of everything that only one of them, or a framework, needs. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.rollbook.api");

    // A feature is what has events.
    private static final String[] FEATURES = CLASSES.stream()
            .filter(type -> type.isAnnotatedWith(EventType.class))
            .map(JavaClass::getPackageName)
            .distinct()
            .toArray(String[]::new);

    @Test
    void theMessagesKnowNoSpringAndNoDatabase() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.rollbook.api..",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "org.jspecify.annotations..",
                        "org.axonframework.modelling.command..",
                        "com.fasterxml.jackson.annotation..",
                        "com.google.auto.service..",
                        // An event that says what changed has a JSON form of its own.
                        "tools.jackson..",
                        // What text is needs Unicode's tables; ICU has them, and nothing else comes along.
                        "com.ibm.icu..")
                .because("a client of either side must be able to use the messages without a server's dependencies")
                .check(CLASSES);
    }

    @Test
    void onlyTheRulesOfTextKnowUnicodesTables() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.rollbook.api.value")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.ibm.icu..")
                .because("one place says what text is and how it is compared")
                .check(CLASSES);
    }

    @Test
    void commandsAreRecords() {
        classes()
                .that()
                .areAssignableTo(Command.class)
                .and()
                .areNotInterfaces()
                .should()
                .beRecords()
                .because("a message is data and nothing else")
                .check(CLASSES);
    }

    @Test
    void eventsAreRecordsWithAStableName() {
        classes()
                .that()
                .areAssignableTo(DomainEvent.class)
                .and()
                .areNotInterfaces()
                .should()
                .beRecords()
                .andShould()
                .beAnnotatedWith(EventType.class)
                .because("an event outlives the class that was written for it")
                .check(CLASSES);
    }

    @Test
    void messagesAreNotNamedAfterTheirKind() {
        noClasses()
                .that()
                .areRecords()
                .should()
                .haveSimpleNameEndingWith("Command")
                .orShould()
                .haveSimpleNameEndingWith("Event")
                .because("the package says it")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.rollbook.api.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void whatFeaturesShareKnowsNoFeature() {
        assertThat(FEATURES).hasSizeGreaterThan(1);
        noClasses()
                .that()
                .resideOutsideOfPackages(FEATURES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FEATURES)
                .because("a new feature must not need a change in what all of them use")
                .check(CLASSES);
    }

    @Test
    void featuresReferToEachOtherOneWay() {
        noClasses()
                .that()
                .resideInAPackage("..role..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..user..", "..integration..")
                .because("a user holds a role and has integrations; a role knows neither")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..user..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..integration..")
                .because("a user's integrations come and go without the user's knowledge")
                .check(CLASSES);
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
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> inANullMarkedPackage() {
        return DescribedPredicate.describe(
                "in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }
}
