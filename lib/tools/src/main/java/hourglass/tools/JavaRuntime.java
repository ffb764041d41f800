package hourglass.tools;

import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The JDK that runs the build and, through the search path, the kernel. */
public final class JavaRuntime {
    private static final List<String> NEEDED = List.of("jdk.jshell", "jdk.compiler");

    private JavaRuntime() {}

    /**
     * Checks that the Java of this process can run the kernel, which compiles each cell.
     *
     * @throws EnvironmentException when it is a runtime without the compiler or JShell
     */
    public static void check() {
        check(home(), ModuleFinder.ofSystem());
    }

    /**
     * Checks that a Java can run the kernel.
     *
     * @param home its folder, which the message names
     * @param modules the modules that it has
     * @throws EnvironmentException when the compiler or JShell is not among them
     */
    public static void check(Path home, ModuleFinder modules) {
        for (String module : NEEDED) {
            if (modules.find(module).isEmpty()) {
                throw new EnvironmentException("The Java kernel needs a full JDK, but " + home
                        + " is a runtime without the module " + module
                        + ": install a JDK 17 or newer (Debian and Ubuntu: apt install openjdk-17-jdk) and point"
                        + " JAVA_HOME at it.");
            }
        }
    }

    /** Puts the JDK of this process first on the search path; see {@link Jdk#putFirst}. */
    static void putFirst(Map<String, String> environment) {
        Jdk.ofThisBuild().putFirst(environment);
    }

    static Path home() {
        return Path.of(System.getProperty("java.home"));
    }
}
