package io.rollbook.standalone;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The packages of all modules together, as the one process has them. */
@AnalyzeClasses(packages = "io.rollbook", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {

    @ArchTest
    static final ArchRule NO_PACKAGE_NEEDS_ONE_THAT_NEEDS_IT =
            slices().matching("io.rollbook.(**)").should().beFreeOfCycles();
}
