package hourglass.serialization;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Which classes a model file may name: those of Deeplearning4j, ND4J and Hourglass, and of packages that the caller trusts. */
public final class TrustedClasses {
    /** No packages but those of Deeplearning4j, ND4J and Hourglass. */
    public static final TrustedClasses OURS = new TrustedClasses(Set.of());

    private static final Pattern KNOWN = Pattern.compile(
            "(org\\.deeplearning4j\\.nn|org\\.nd4j\\.linalg|hourglass\\.layers)(\\.[A-Za-z_$][\\w$]*)+");
    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");
    private static final Pattern CLASS = Pattern.compile("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*");
    // Classes that were made for other ends, of which some do harm when a file makes an object of them.
    private static final Set<String> OF_JAVA = Set.of("java", "javax", "jdk", "sun");
    private static final Set<String> TOO_WIDE =
            Set.of("com", "org", "net", "io", "com.sun", "org.apache", "org.springframework");

    private final Set<String> packages;

    private TrustedClasses(Set<String> packages) {
        this.packages = packages;
    }

    /**
     * Trusts the classes of packages too, and of those below them.
     *
     * @param packages such as "com.example.layers"
     * @throws IllegalArgumentException if one is no name of a package, or that of a part of Java, or too wide
     */
    public static TrustedClasses and(Set<String> packages) {
        Objects.requireNonNull(packages, "There are no packages to trust: give Set.of(\"com.example.layers\"), say.");
        for (String name : packages) {
            String first = name.split("\\.", 2)[0].toLowerCase(Locale.ROOT);
            if (!PACKAGE.matcher(name).matches() || OF_JAVA.contains(first) || TOO_WIDE.contains(name)) {
                throw new IllegalArgumentException("The package \"" + name
                        + "\" cannot be trusted with what a file names: give the one that your layers and losses are in, such as"
                        + " \"com.example.layers\".");
            }
        }
        return new TrustedClasses(Set.copyOf(packages));
    }

    /** Whether a text is the name of a class that a file may name. */
    boolean contains(String name) {
        return KNOWN.matcher(name).matches()
                || CLASS.matcher(name).matches() && packages.stream().anyMatch(each -> name.startsWith(each + "."));
    }
}
