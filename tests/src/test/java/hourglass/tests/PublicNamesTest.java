package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.tools.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A notebook imports whole packages of every module, where two types of one name would hide each other. */
class PublicNamesTest {
    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("^public (?:final |abstract |sealed )*(?:class|record|interface|enum) ", Pattern.MULTILINE);

    @Test
    void noTwoPublicTypesShareASimpleName() throws IOException {
        Map<String, List<String>> places = publicTypes();

        assertThat(places).containsKeys("Autoencoder", "Charts", "Notebook");
        assertThat(places.values()).allSatisfy(files -> assertThat(files).hasSize(1));
    }

    private static Map<String, List<String>> publicTypes() throws IOException {
        Path library = Project.ofThisBuild().root().resolve("lib");
        try (Stream<Path> files = Files.walk(library)) {
            return files.filter(file -> file.toString().endsWith(".java") && isOfTheProduct(library.relativize(file)))
                    .filter(PublicNamesTest::isPublic)
                    .map(library::relativize)
                    .collect(Collectors.groupingBy(
                            file -> file.getFileName().toString().replace(".java", ""),
                            TreeMap::new,
                            Collectors.mapping(Path::toString, Collectors.toList())));
        }
    }

    private static boolean isOfTheProduct(Path file) {
        return file.getNameCount() > 3 && file.subpath(1, 4).equals(Path.of("src", "main", "java"));
    }

    private static boolean isPublic(Path file) {
        try {
            return PUBLIC_TYPE.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
