package hourglass.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreastCancerTest {
    private static final String NUMBERS =
            IntStream.range(0, 30).mapToObj(i -> i + ".5").collect(Collectors.joining(","));
    private static final String WITH_NAMES = "names\n" + NUMBERS + ",malignant\n" + NUMBERS + ",benign\n";
    private static final String WITH_NUMBERS = "2,30,malignant,benign\n" + NUMBERS + ",0\n" + NUMBERS + ",1\n";
    private static final Map<String, String> TINY =
            Map.of("breast_cancer_wisconsin.csv", "9d0b5a1c", "breast_cancer.csv", "0");

    @TempDir
    private Path folder;

    private Optional<BreastCancer> find(Map<String, String> published) {
        return BreastCancer.find(
                new DatasetPaths(
                        Optional.of(folder.resolve("data")), folder.resolve("cache"), folder.resolve("system"), true),
                published);
    }

    private Path write(String place, String name, String text) throws IOException {
        return Files.writeString(
                Files.createDirectories(folder.resolve(place).resolve("tables")).resolve(name), text);
    }

    @Test
    void bothFormsAreRead() throws IOException {
        Path first = write("cache", "breast_cancer.csv", WITH_NUMBERS);
        Path second = write("data", "breast_cancer_wisconsin.csv", WITH_NAMES);
        Map<String, String> published = Map.of(
                "breast_cancer.csv", IdxBytes.sha256(Files.readAllBytes(first)),
                "breast_cancer_wisconsin.csv", IdxBytes.sha256(Files.readAllBytes(second)));

        BreastCancer found = find(published).orElseThrow();

        assertThat(found)
                .hasToString("Breast Cancer Wisconsin: 2 rows of 30 columns, 1 of them malignant, from HOURGLASS_DATA");
        assertThat(found.malignant()).containsExactly(true, false);
        assertThat(found.rows().get(1, "fractal_dimension_worst")).isEqualTo(29.5);
        Files.delete(second);
        BreastCancer other = find(published).orElseThrow();
        assertThat(other.source()).isEqualTo("the cache");
        assertThat(other.rows()).isEqualTo(found.rows());
        assertThat(other.malignant()).isEqualTo(found.malignant());
    }

    @Test
    void nothingStandsInForWhatIsNotThere() {
        assertThat(find(TINY)).isEmpty();
    }

    @Test
    void anotherTableUnderTheNameIsRefused() throws IOException {
        Path file = write("data", "breast_cancer.csv", WITH_NUMBERS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> find(Map.of("breast_cancer.csv", "0123456789abcdef")))
                .withMessageMatching("\\Q" + file + "\\E is not the published table \\(its SHA-256 begins with"
                        + " [0-9a-f]{12} instead of 0123456789ab\\): put the published file in its place, or take it"
                        + " away\\.");
    }

    @Test
    void theCardSaysWhatIsRead() throws IOException {
        String cards = Files.readString(Path.of("..", "..", "data", "README.md"));

        BreastCancer.PUBLISHED.forEach(
                (name, sha256) -> assertThat(cards).contains("`" + name + "` | `" + sha256 + "`"));
    }
}
