package hourglass.spark;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.storage.StorageLevel;

/**
 * Opens to Spark the packages of the JDK that its own scripts open with {@code --add-opens}.
 *
 * <p>A notebook's kernel is started without those options, and Spark then ends in an IllegalAccessError. The one public way
 * to open a package of another module in a running process is {@link Instrumentation#redefineModule}, for which an agent has to
 * be loaded: Byte Buddy's does it. From JDK 21 on the JDK writes a warning about this to {@code System.err}, which a kernel
 * shows under the cell; the agent is meant, so that warning is left out.
 */
final class JavaModules {
    private static final Pattern OPENS = Pattern.compile("--add-opens=([\\w.]+)/([\\w.]+)=ALL-UNNAMED");
    // No context starts without this package; where it is open, Java was started with Spark's options.
    private static final String NEEDED = "sun.nio.ch";

    private JavaModules() {}

    /**
     * Opens the packages, unless they are open already.
     *
     * @throws IllegalStateException if this Java runtime does not permit it; one sentence says which options it needs
     */
    static synchronized void openForSpark() {
        Module spark = StorageLevel.class.getModule();
        if (Object.class.getModule().isOpen(NEEDED, spark)) {
            return;
        }
        Instrumentation instrumentation;
        try {
            instrumentation = withoutWarnings(ByteBuddyAgent::install);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "This Java runtime does not let an agent be loaded, by which Spark would get what it needs: start"
                            + " it with "
                            + JavaModuleOptions.defaultModuleOptions(),
                    e);
        }
        asked().forEach((module, packages) -> instrumentation.redefineModule(
                module, Set.of(), Map.of(), opened(packages, spark), Set.of(), Map.of()));
    }

    /** Runs work while the standard error stream is held back, and then lets through what is no warning of the JDK. */
    static <T> T withoutWarnings(Supplier<T> work) {
        PrintStream error = System.err;
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        System.setErr(new PrintStream(held, true, StandardCharsets.UTF_8));
        try {
            return work.get();
        } finally {
            System.setErr(error);
            held.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("WARNING: "))
                    .forEach(error::println);
        }
    }

    /** Which packages of which modules Spark asks for, as far as this JDK has them. */
    private static Map<Module, Set<String>> asked() {
        Map<Module, Set<String>> asked = new HashMap<>();
        Matcher options = OPENS.matcher(JavaModuleOptions.defaultModuleOptions());
        while (options.find()) {
            String name = options.group(2);
            ModuleLayer.boot()
                    .findModule(options.group(1))
                    .filter(module -> module.getPackages().contains(name))
                    .ifPresent(module -> asked.computeIfAbsent(module, any -> new java.util.HashSet<>())
                            .add(name));
        }
        return asked;
    }

    private static Map<String, Set<Module>> opened(Set<String> packages, Module to) {
        Map<String, Set<Module>> opened = new HashMap<>();
        packages.forEach(name -> opened.put(name, Set.of(to)));
        return opened;
    }
}
