package hourglass.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks that a module's packages depend on each other in one direction, that no classes depend on each other in a circle, and
 * that no package is too large.
 */
public final class ArchitectureRules {

    private final List<String> packages;
    private final JavaClasses classes;

    /** As many as a reader surveys in a listing of one page; nested classes and package-info do not count. */
    private static final int MOST_CLASSES = 25;

    private ArchitectureRules(List<String> packages) {
        this.packages = packages;
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(packages);
    }

    /**
     * Reads the classes of a module.
     *
     * @param packages all packages of the module, from the ground up: each may use those before it
     */
    public static ArchitectureRules of(String... packages) {
        return new ArchitectureRules(List.of(packages));
    }

    /**
     * Checks the order of the packages, their sizes, and that there are no circles.
     *
     * @throws AssertionError if a package is not named, uses one that comes after it, or is too large, or if packages or classes
     *     depend on each other in a circle; the message names the lines of code
     */
    public void check() {
        requireNamed();
        for (int i = 0; i < packages.size() - 1; i++) {
            String[] above = packages.subList(i + 1, packages.size()).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(packages.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .check(classes);
        }
        slices().assignedFrom(new ByOutermostClass()).should().beFreeOfCycles().check(classes);
        packages.forEach(this::requireFewClasses);
    }

    /**
     * Checks that the module uses no library but those named, the JDK and our own modules.
     *
     * @param libraries packages with all below them, such as {@code org.nd4j}
     * @throws AssertionError if a class uses another one; the message names the lines of code
     */
    public void checkUsesOnly(String... libraries) {
        String[] allowed = Stream.concat(
                        Stream.of("java", "javax", "com.sun.management", "hourglass"), Stream.of(libraries))
                .map(name -> name + "..")
                .toArray(String[]::new);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        Stream.concat(Stream.of(allowed), Stream.of("")).toArray(String[]::new))
                .check(classes);
    }

    private void requireFewClasses(String name) {
        long count = classes.stream()
                .filter(one -> one.getPackageName().equals(name) && isOutermost(one))
                .count();
        if (count > MOST_CLASSES) {
            throw new AssertionError(
                    "The package " + name + " has " + count + " classes, more than " + MOST_CLASSES + ": split it.");
        }
    }

    private void requireNamed() {
        for (JavaClass one : classes) {
            if (!packages.contains(one.getPackageName())) {
                throw new AssertionError("The package " + one.getPackageName()
                        + " has no place in the order of packages: name it in the test of its module.");
            }
        }
        for (String name : packages) {
            if (classes.stream().noneMatch(one -> one.getPackageName().equals(name))) {
                throw new AssertionError(
                        "There is no class in the package " + name + ": the order of packages is outdated.");
            }
        }
    }

    private static boolean isOutermost(JavaClass one) {
        return one.isTopLevelClass() && !one.getSimpleName().equals("package-info");
    }

    /** A class with all that is nested in it is one slice. */
    private static final class ByOutermostClass implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass one) {
            if (!one.getPackageName().startsWith("hourglass")) {
                return SliceIdentifier.ignore();
            }
            String name = one.isArray() ? one.getBaseComponentType().getName() : one.getName();
            int nested = name.indexOf('$');
            return SliceIdentifier.of(nested < 0 ? name : name.substring(0, nested));
        }

        @Override
        public String getDescription() {
            return "classes with what is nested in them";
        }
    }
}
