package io.rollbook.query;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.rollbook.query.consistency.Reads;
import io.rollbook.query.platform.StoredPosition;
import io.rollbook.query.projection.Projection;
import io.rollbook.web.access.Allow;
import java.util.Arrays;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(packages = "io.rollbook", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    // A feature is what has a projection.
    private static final String[] FEATURES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.rollbook.query").stream()
                    .filter(type -> !type.isInterface() && type.isAssignableTo(Projection.class))
                    .map(type -> type.getPackageName() + "..")
                    .distinct()
                    .toArray(String[]::new);

    @ArchTest
    static final ArchRule FEATURES_MEET_ONLY_IN_THE_COMMON_API = slices().assignedFrom(new SliceAssignment() {
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
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("io.rollbook.query.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_READ_SIDE_DOES_NOT_KNOW_THE_COMMAND_SIDE = noClasses()
            .that()
            .resideInAPackage("io.rollbook.query..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rollbook.command..", "org.axonframework..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule THE_MACHINERY_KNOWS_NO_FEATURE = noClasses()
            .that()
            .resideInAPackage("io.rollbook.query..")
            .and()
            .resideOutsideOfPackages(FEATURES)
            // It puts the process together.
            .and()
            .areNotAnnotatedWith(EnableAutoConfiguration.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FEATURES)
            .because("a new feature must not need a change there");

    @ArchTest
    static final ArchRule ONLY_THE_MACHINERY_WRITES = noClasses()
            .that()
            .resideInAPackage("io.rollbook.query..")
            .and()
            .resideOutsideOfPackages("io.rollbook.query.projection..", "io.rollbook.query.personal..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("com.mongodb.client.MongoCollection")
            .because("a write that is not guarded could undo a later one");

    @ArchTest
    static final ArchRule POSITIONS_AND_ENDS_ARE_READ_IN_ONE_PLACE = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(StoredPosition.class.getName())
            // Its ends are those that a position has to come to, and so are read before it.
            .and()
            .doNotHaveFullyQualifiedName("io.rollbook.query.projection.TopicConsumers")
            .and()
            .resideInAPackage("io.rollbook.query..")
            .should()
            .callMethodWhere(target(nameMatching("endOffsets")))
            .because("an end that is read before the position looks as if the topic were another one");

    @ArchTest
    static final ArchRule ANSWERS_ARE_READ_THROUGH_ONE_PLACE = noClasses()
            .that()
            .resideInAPackage("io.rollbook.query..")
            .and()
            .resideOutsideOfPackages(
                    "io.rollbook.query.projection..", "io.rollbook.query.personal..", "io.rollbook.query.platform..")
            .or()
            .haveSimpleName("ReadModel")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("com\\.mongodb\\.client\\.Mongo.*")
            .because("what is answered must be proven to come from the filling that is complete");

    @ArchTest
    static final ArchRule ONLY_THE_PLACE_THAT_PROVES_IT_READS_DOCUMENTS = noClasses()
            .that()
            .resideInAPackage("io.rollbook.query.projection..")
            .and()
            .doNotHaveSimpleName("DeadLetters")
            .and(are(new DescribedPredicate<JavaClass>("not Filling or within it") {
                @Override
                public boolean test(JavaClass type) {
                    return !type.getName().matches("io\\.rollbook\\.query\\.projection\\.Filling(\\$.*)?");
                }
            }))
            .should()
            .callMethodWhere(target(owner(name("com.mongodb.client.MongoCollection")))
                    .and(target(nameMatching("find|count.*|estimated.*|aggregate|distinct|watch"))))
            .because("what was read from a database that was lost must not be answered or folded on");

    @ArchTest
    static final ArchRule PROJECTIONS_ARE_FOUND_BY_THE_SCAN = classes()
            .that()
            .implement(Projection.class)
            // It is there where the read side runs alone: QueryCallers has it, without which there would be no start.
            .and()
            .doNotHaveSimpleName("AccessProjection")
            .should()
            .beAnnotatedWith(Component.class)
            .because("one that has lost its annotation would stop without a sound");

    @ArchTest
    static final ArchRule PROJECTIONS_ARE_PURE = noClasses()
            .that()
            .implement(Projection.class)
            .should()
            .dependOnClassesThat(are(
                    new DescribedPredicate<JavaClass>("clocks, randomness, the network or a database") {
                        @Override
                        public boolean test(JavaClass type) {
                            return type.getPackageName().startsWith("com.mongodb.client")
                                            && !type.getPackageName().equals("com.mongodb.client.model")
                                    || type.getPackageName().startsWith("java.net")
                                    || type.getPackageName().startsWith("java.time")
                                    || type.getName().equals("java.util.Random")
                                    || type.getName().equals("java.util.UUID");
                        }
                    }))
            .because("the same events must give the same document at any time");

    @ArchTest
    static final ArchRule EVERY_ROUTE_SAYS_WHO_MAY_USE_IT =
            methods().that().areAnnotatedWith(GetMapping.class).should().beAnnotatedWith(Allow.class);

    @ArchTest
    static final ArchRule EVERY_ROUTE_SAYS_WHICH_VIEWS_IT_READS = methods()
            .that()
            .areAnnotatedWith(GetMapping.class)
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.rollbook.query..")
            .should()
            .beAnnotatedWith(Reads.class);

    @ArchTest
    static final ArchRule CONTROLLERS_ARE_NOBODY_ELSES_BUSINESS = classes()
            .that()
            .areAnnotatedWith(RestController.class)
            .and()
            .resideInAPackage("io.rollbook.query..")
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule NOTHING_NEEDS_WHAT_THE_EMBEDDED_SERVER_LACKS = noClasses()
            .that()
            .resideInAPackage("io.rollbook.query..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("com.mongodb.client.ClientSession")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("com.mongodb.client.model.Collation")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("com.mongodb.client.ChangeStreamIterable");
}
