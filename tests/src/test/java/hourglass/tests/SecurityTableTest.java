package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hourglass.tools.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the table of .github/SECURITY.md against the jars that the build put on the notebooks' class path. */
class SecurityTableTest {
    private static final Path ROOT = Project.ofThisBuild().root();
    private static final Pattern JAR =
            Pattern.compile("(.+?)-(\\d.*?)(?:-(?:linux|macosx|windows)-(?:x86_64|arm64)(?:-onednn)?)?\\.jar");
    private static final Pattern NUMBER =
            Pattern.compile("CVE-\\d{4}-\\d{4,}|GHSA(-[23456789cfghjmpqrvwx]{4}){3}|CVE|GHSA");
    // Not on every platform.
    private static final Set<String> NATIVE = Set.of("opencl 3.0-1.5.7");

    @Test
    @Tag("jupyter")
    void namesEveryJarInTheVersionThatTheBuildBringsAndNoOther() throws IOException {
        Set<String> brought = new TreeSet<>();
        for (String module : List.of("lib/notebook", "lib/spark")) {
            Path folder = ROOT.resolve(module).resolve("target").resolve("jars");
            assertThat(folder).as("made by the phase package").isDirectory();
            try (Stream<Path> jars = Files.list(folder)) {
                jars.map(jar -> jar.getFileName().toString())
                        .filter(jar -> jar.endsWith(".jar"))
                        .forEach(jar -> brought.add(nameAndVersion(jar)));
            }
        }
        assumeTrue(brought.stream().anyMatch(jar -> jar.startsWith("nd4j-native ")), "The table is not that of -Pgpu.");
        Set<String> named = new TreeSet<>(table());

        assertThat(brought).isSubsetOf(named);
        named.removeAll(brought);
        named.removeAll(NATIVE);
        assertThat(named).as("in the table alone").isEmpty();
    }

    @Test
    void readsTheNamesOfJars() {
        assertThat(List.of(
                        nameAndVersion("nd4j-native-1.0.0-M2.1-linux-x86_64-onednn.jar"),
                        nameAndVersion("openblas-0.3.19-1.5.7-macosx-arm64.jar"),
                        nameAndVersion("log4j-1.2-api-2.26.1.jar"),
                        nameAndVersion("netty-codec-http2-4.1.140.Final.jar"),
                        nameAndVersion("xbean-asm9-shaded-4.23.jar")))
                .containsExactly(
                        "nd4j-native 1.0.0-M2.1",
                        "openblas 0.3.19-1.5.7",
                        "log4j-1.2-api 2.26.1",
                        "netty-codec-http2 4.1.140.Final",
                        "xbean-asm9-shaded 4.23");
    }

    @Test
    void namesEachJarOnceAndVulnerabilitiesByWellFormedNumbers() throws IOException {
        assertThat(table()).hasSizeGreaterThan(80).doesNotHaveDuplicates();

        Matcher number = NUMBER.matcher(text());
        List<String> numbers = new ArrayList<>();
        while (number.find()) {
            numbers.add(number.group());
        }
        assertThat(numbers).hasSizeGreaterThan(30).doesNotContain("CVE", "GHSA");
    }

    @Test
    void theExclusionsThatItNamesAreInThePoms() throws IOException {
        String exclusions = "//exclusions/exclusion/artifactId";

        assertThat(Pom.read(ROOT.resolve("pom.xml")).texts(exclusions)).contains("oshi-core");
        assertThat(Pom.read(ROOT.resolve("lib/spark/pom.xml")).texts(exclusions))
                .contains("netty-transport-native-epoll");
    }

    private static List<String> table() throws IOException {
        return text().lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| jars |") && !line.startsWith("| --- "))
                .map(line -> line.split("\\|", -1))
                .peek(cells -> assertThat(cells).as(cells[1]).hasSize(6))
                .flatMap(cells -> Stream.of(cells[1].split(",")).map(jar -> jar.strip() + " " + cells[2].strip()))
                .collect(Collectors.toList());
    }

    private static String text() throws IOException {
        return Files.readString(ROOT.resolve(".github").resolve("SECURITY.md"));
    }

    private static String nameAndVersion(String jar) {
        if (jar.startsWith("log4j-1.2-api-")) { // The one name with a number in it.
            return "log4j-1.2-api " + jar.substring("log4j-1.2-api-".length(), jar.length() - ".jar".length());
        }
        Matcher matcher = JAR.matcher(jar);
        assertThat(matcher.matches()).as(jar).isTrue();
        return matcher.group(1) + " " + matcher.group(2);
    }
}
