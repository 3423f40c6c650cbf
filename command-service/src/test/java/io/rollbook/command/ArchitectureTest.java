package io.rollbook.command;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.rollbook.command.store.AggregateCache;
import io.rollbook.command.store.StoreCache;
import io.rollbook.web.access.Allow;
import java.time.Clock;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who knows whom on the write side. */
class ArchitectureTest {

    private static final String HERE = "io.rollbook.command.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.rollbook.command");

    // A feature is what has an aggregate.
    private static final String[] FEATURES = CLASSES.stream()
            .filter(type -> type.isAnnotatedWith(Aggregate.class))
            .map(type -> type.getPackageName() + "..")
            .toArray(String[]::new);

    @Test
    void featuresMeetOnlyThroughTheirMessages() {
        assertThat(FEATURES).hasSizeGreaterThan(1);
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return Arrays.stream(FEATURES)
                                .filter(feature -> resideInAPackage(feature).test(type))
                                .findFirst()
                                .map(SliceIdentifier::of)
                                .orElseGet(SliceIdentifier::ignore);
                    }

                    @Override
                    public String getDescription() {
                        return "features";
                    }
                })
                .should()
                .notDependOnEachOther()
                .because("a feature must be understood, and could be moved, without the others")
                .check(CLASSES);
    }

    @Test
    void whatFeaturesShareKnowsNoFeature() {
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
    void packagesFormNoCycle() {
        slices().matching(HERE + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void whatSendsCommandsKnowsNoHttp() {
        noClasses()
                .that()
                .resideInAnyPackage(HERE + "bus", HERE + "store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..", "org.springframework.web..", "org.springframework.http..")
                .because("a command comes from a request, from a start or from another event")
                .check(CLASSES);
    }

    @Test
    void theWriteSideKnowsNothingOfTheReadSide() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.rollbook.query..", "com.mongodb..", "org.bson..", "org.springframework.data..")
                .because("the two meet in common-api and in Kafka")
                .check(CLASSES);
    }

    @Test
    void aggregatesAreFreeOfSpringAndOfEverythingThatAnswersDifferentlyTheSecondTime() {
        classes()
                .that()
                .areAnnotatedWith(Aggregate.class)
                .should()
                .onlyDependOnClassesThat(anAggregateMayKnow())
                .andShould()
                .notBePublic()
                .because("a decision depends on the command and the events alone")
                .check(CLASSES);
        noClasses()
                .that()
                .areAnnotatedWith(Aggregate.class)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .because("a replay at another time must decide the same")
                .check(CLASSES);
    }

    @Test
    void kafkaIsKnownOnlyWhereEventsArePublishedAndWhereTheReadSideAnswers() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HERE + "publishing..", HERE + "barrier..", HERE + "privacy.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..", "io.cloudevents..")
                .because("a command is done when the store has its events, whatever Kafka does")
                .check(CLASSES);
    }

    @Test
    void whatIsRememberedOfTheStoreIsForgottenWithIt() {
        fields().that()
                .haveRawType(Cache.class)
                .should()
                .beDeclaredInClassesThat(assignableTo(StoreCache.class)
                        .or(resideInAPackage(HERE + "identity.attempt"))
                        .or(simpleName("KeyPublisher")))
                .because(
                        "another store may come in its place; attempts to sign in are of no store, and what was sent is"
                                + " forgotten whenever publishing begins")
                .check(CLASSES);
    }

    @Test
    void anIdentityProviderIsKnownOnlyAsOne() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HERE + "identity.local..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HERE + "identity.local..")
                .because("it is one of several and chosen by configuration")
                .check(CLASSES);
    }

    @Test
    void firebaseIsKnownOnlyToItsAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HERE + "identity.firebase..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HERE + "identity.firebase..", "com.google.firebase..", "com.google.auth..")
                .because("it is one of several identity providers and chosen by configuration")
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
    void controllersArePackagePrivateAndLieWithTheirFeature() {
        classes()
                .that()
                .areAnnotatedWith(RestController.class)
                .should()
                .bePackagePrivate()
                .andShould()
                .resideInAnyPackage(HERE + "*.web", HERE + "identity.local")
                .because("a route is an adapter nobody calls but the web")
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

    private static DescribedPredicate<JavaClass> anAggregateMayKnow() {
        return resideInAnyPackage(
                        "io.rollbook.api..",
                        HERE + "bus",
                        "org.axonframework..",
                        "org.jspecify..",
                        "java.lang..",
                        "java.util..")
                .or(equivalentTo(AggregateCache.class))
                .or(describe("an aggregate or a part of it", ArchitectureTest::isPartOfAnAggregate));
    }

    private static boolean isPartOfAnAggregate(JavaClass type) {
        return type.isAnnotatedWith(Aggregate.class)
                || type.getEnclosingClass()
                        .map(ArchitectureTest::isPartOfAnAggregate)
                        .orElse(false);
    }

    private static DescribedPredicate<JavaClass> inANullMarkedPackage() {
        return describe("in a @NullMarked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }
}
