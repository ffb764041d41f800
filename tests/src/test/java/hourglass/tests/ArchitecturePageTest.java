package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.tools.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what the pages for readers of the code name, classes, methods and packages, against the source tree. */
class ArchitecturePageTest {
    private static final Path ROOT = Project.ofThisBuild().root();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern PACKAGE = Pattern.compile("hourglass(?:\\.[a-z]+)+");
    /** A class, perhaps after its package, perhaps before a method: {@code hourglass.model.Autoencoder.fit(train)}. */
    private static final Pattern CLASS = Pattern.compile(
            "(?:(hourglass(?:\\.[a-z]+)+)\\.)?([A-Z]\\w*[a-z]\\w*)(?:\\.([a-z]\\w*)\\(.*\\).*|\\.([A-Z_]+))?");

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");
    /** Where the classes of the JDK, Deeplearning4j and Tablesaw lie that a page may name without their packages. */
    private static final List<String> OF_OTHERS = List.of(
            "java.awt.image.",
            "org.deeplearning4j.nn.conf.",
            "org.deeplearning4j.nn.conf.layers.",
            "org.deeplearning4j.nn.conf.layers.misc.",
            "org.deeplearning4j.nn.conf.layers.recurrent.",
            "org.deeplearning4j.nn.graph.",
            "org.deeplearning4j.nn.multilayer.",
            "org.deeplearning4j.nn.weights.",
            "org.deeplearning4j.util.",
            "org.nd4j.autodiff.samediff.",
            "org.nd4j.linalg.activations.",
            "org.nd4j.linalg.api.ndarray.",
            "org.nd4j.linalg.learning.config.",
            "org.nd4j.linalg.lossfunctions.LossFunctions$",
            "tech.tablesaw.api.");

    @Test
    void everyClassMethodAndPackageThatAPageNamesExists() throws IOException {
        Map<String, List<Path>> sources = sources();

        for (Path page : pages()) {
            assertThat(faults(Files.readString(page), sources))
                    .as(ROOT.relativize(page).toString())
                    .isEmpty();
        }
    }

    @Test
    void everyLinkOfAPageLeadsToAFile() throws IOException {
        List<Path> pages = new ArrayList<>(pages());
        pages.add(ROOT.resolve("CHANGELOG.md"));
        int links = 0;
        for (Path page : pages) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                links++;
                assertThat(page.resolveSibling(link.group(1)))
                        .as("link of %s", page.getFileName())
                        .exists();
            }
        }
        assertThat(links).isPositive();
    }

    @Test
    void seesANameThatIsNotThere() throws IOException {
        assertThat(faults(
                        "`Autoencoder.fit(train)`, `Autoencoder.train(x)`, `Autoencode`, `hourglass.model`, `hourglass.models`,"
                                + " `hourglass.data.Autoencoder`, `HOURGLASS_DATA`, `mvn -Plab`, `Table`, `LossFunction.XENT`,"
                                + " `LossFunction.XEN`\n```\nNotThere\n```\n",
                        sources()))
                .containsExactly(
                        "Autoencoder.train(x)",
                        "Autoencode",
                        "hourglass.models",
                        "hourglass.data.Autoencoder",
                        "LossFunction.XEN");
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("ARCHITECTURE.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    /** What a page names in its text, code blocks apart, and the source tree does not have. */
    private static List<String> faults(String page, Map<String, List<Path>> sources) {
        List<String> faults = new ArrayList<>();
        Matcher code = CODE.matcher(BLOCK.matcher(page).replaceAll(""));
        while (code.find()) {
            String text = code.group(1);
            Matcher named = CLASS.matcher(text);
            if (PACKAGE.matcher(text).matches()) {
                if (sources.values().stream().flatMap(List::stream).noneMatch(file -> isIn(file, text))) {
                    faults.add(text);
                }
            } else if (named.matches() && !isOfOthers(named.group(2), named.group(4))) {
                boolean found = sources.getOrDefault(named.group(2), List.of()).stream()
                        .anyMatch(file -> (named.group(1) == null || isIn(file, named.group(1)))
                                && (named.group(3) == null || has(file, named.group(3))));
                if (!found) {
                    faults.add(text);
                }
            }
        }
        return faults;
    }

    /** Whether one of the libraries has a class of this name and, where a constant is named, that constant in it. */
    private static boolean isOfOthers(String name, String constant) {
        for (String place : OF_OTHERS) {
            try {
                Class<?> type = Class.forName(place + name, false, ArchitecturePageTest.class.getClassLoader());
                return constant == null
                        || Stream.of(type.getFields())
                                .anyMatch(field -> field.getName().equals(constant));
            } catch (ClassNotFoundException | NoClassDefFoundError e) {
                // It may lie in the next package. On a file system that ignores case, a wrong case is the second error.
            }
        }
        return false;
    }

    private static boolean isIn(Path file, String name) {
        return file.getParent().endsWith(name.replace('.', '/'));
    }

    private static boolean has(Path file, String method) {
        try {
            return Files.readString(file).contains(" " + method + "(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of all modules by the names of their classes. */
    private static Map<String, List<Path>> sources() throws IOException {
        Map<String, List<Path>> sources = new TreeMap<>();
        for (String module : List.of("core", "notebook", "spark", "tools", "testing", "")) {
            Path folder = ROOT.resolve(module.isEmpty() ? "tests/src" : "lib/" + module + "/src");
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> sources.computeIfAbsent(
                                file.getFileName().toString().replace(".java", ""), name -> new ArrayList<>())
                        .add(file));
            }
        }
        return sources;
    }
}
