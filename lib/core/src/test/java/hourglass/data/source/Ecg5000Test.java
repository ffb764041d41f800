package hourglass.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.data.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Ecg5000Test {

    private static final Map<String, Integer> TINY = Map.of("ECG5000_TRAIN", 3, "ECG5000_TEST", 2, "ecg", 2);

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void make() throws IOException {
        data = Files.createDirectories(folder.resolve("data/ecg5000"));
    }

    private Signals find() {
        return Ecg5000.find(
                new DatasetPaths(
                        Optional.of(folder.resolve("data")), folder.resolve("cache"), folder.resolve("system"), true),
                TINY);
    }

    /** Values 0, 0.5, 1, … plus an offset. */
    private static String values(double offset, String between) {
        return IntStream.range(0, 140)
                .mapToObj(i -> String.valueOf(offset + i / 2.0))
                .collect(Collectors.joining(between));
    }

    private static String ucr(String label, double offset) {
        return "  " + label + "  " + values(offset, "  ") + "\n";
    }

    private static String csv(double offset, String label) {
        return values(offset, ",") + "," + label + "\n";
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(data.resolve(name), text);
    }

    private void refused(Path file, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(this::find).withMessage(sentence.replace("FILE", "" + file));
    }

    @Test
    void readsTheArchivesFormLabelFirst() throws IOException {
        write("ECG5000_TRAIN.txt", ucr("1.0000000e+00", 0) + ucr("5", 1) + "\n" + ucr("2", -3.25));

        Signals beats = find();

        assertThat(beats.labels()).containsExactly(0, 4, 1);
        assertThat(beats.classes()).hasSize(5).startsWith("normal");
        assertThat(beats.values().shape()).containsExactly(3, 140);
        assertThat(beats.values().getFloat(2, 0)).isEqualTo(-3.25f);
        assertThat(beats.values().getFloat(2, 139)).isEqualTo(66.25f);
        assertThat(beats.sequences().shape()).containsExactly(3, 1, 140);
        assertThat(beats.sequences().getFloat(2, 0, 139)).isEqualTo(66.25f);
        assertThat(beats).hasToString("ECG5000: 3 signals of 140 steps, 1 of them normal, from HOURGLASS_DATA");
    }

    @Test
    void readsTrainingAndTestFileOfTheArchiveOneAfterTheOther() throws IOException {
        write("ECG5000_TRAIN.tsv", (ucr("1", 0) + ucr("1", 1) + ucr("2", 2)).replace("  ", "\t"));
        Files.write(data.resolve("ECG5000_TEST.tsv.gz"), IdxBytes.gzip((ucr("1", 7) + ucr("4", 8)).getBytes()));

        assertThat(find().labels()).containsExactly(0, 0, 1, 0, 3);
        assertThat(find().values().getFloat(3, 0)).isEqualTo(7f);
    }

    @Test
    void readsTheTutorialsFormLabelLast() throws IOException {
        write("ecg.csv", csv(0.5, "1.0") + csv(2, "0.0"));

        Signals beats = find();

        assertThat(beats.labels()).containsExactly(0, 1);
        assertThat(beats.classes()).containsExactly("normal", "abnormal");
        assertThat(beats.values().getFloat(0, 0)).isEqualTo(0.5f);
        assertThat(beats.values().getFloat(1, 139)).isEqualTo(71.5f);
    }

    @Test
    void isTakenFromTheFirstPlaceThatHasItAndDrawnAloudWhereNoneHas() throws IOException {
        assertThat(find().drawn()).isTrue();
        assertThat(find().notice()).startsWith("ECG5000 was not found").contains("drawn by this project");
        for (String place : new String[] {"system", "cache", "data"}) {
            Path its = Files.createDirectories(folder.resolve(place).resolve("ecg5000"));
            Files.writeString(its.resolve("ecg.csv"), csv(0, "1") + csv(0, "0"));
            assertThat(find().source()).containsIgnoringCase(place.equals("data") ? "HOURGLASS_DATA" : place);
            assertThat(find().notice()).isEmpty();
        }
    }

    @Test
    void aLineOfAnotherLengthIsNamed() throws IOException {
        Path file = write("ECG5000_TRAIN.txt", ucr("1", 0) + "1 2 3\n" + ucr("1", 0));
        refused(
                file,
                "Line 2 of FILE holds 3 numbers instead of 141 (a label and 140 values): all signals must be of one"
                        + " length, so put the whole file in its place.");
    }

    @Test
    void textThatIsNoNumberIsNamedWithItsPlace() throws IOException {
        for (String text : new String[] {"abc", "NaN", "0x1p3", "1f", ""}) {
            Path file = write("ecg.csv", csv(0, "1") + csv(0, "0").replaceFirst(",1.0,", "," + text + ","));
            refused(
                    file,
                    "Line 2 of FILE holds '" + text
                            + "' in column 3, which is no finite number: repair the line or take it out.");
        }
    }

    @Test
    void aHeaderAndTheMarkOfAnEditorArePassedOver() throws IOException {
        String names = IntStream.range(0, 140).mapToObj(i -> "att" + i + ",").collect(Collectors.joining()) + "target";
        String numbers = IntStream.range(0, 141).mapToObj(Integer::toString).collect(Collectors.joining(","));
        for (String header : new String[] {names, names.replaceAll("\\w+", "\"$0\""), numbers}) {
            write("ecg.csv", "\ufeff" + header + "\r\n" + csv(0.5, "1") + csv(2, "0"));
            assertThat(find().values().shape()).as(header).containsExactly(2, 140);
            assertThat(find().values().getFloat(0, 0)).isEqualTo(0.5f);
        }
        write("ecg.csv", "\ufeff" + csv(0.5, "1") + csv(2, "0"));
        assertThat(find().labels()).containsExactly(0, 1);
    }

    @Test
    void textOfTwoBytesALetterIsNamed() throws IOException {
        Path file = Files.writeString(data.resolve("ecg.csv"), csv(0, "1"), StandardCharsets.UTF_16);
        refused(file, "FILE is text of two bytes a letter (UTF-16): save it as UTF-8.");
    }

    @Test
    void damagedCompressionIsNamed() throws IOException {
        byte[] whole = IdxBytes.gzip(csv(0, "1").getBytes(StandardCharsets.US_ASCII));
        Path file = Files.write(data.resolve("ecg.csv.gz"), Arrays.copyOf(whole, whole.length - 12));
        refused(file, "FILE ends in the middle of its compressed data: copy or download it again.");
    }

    @Test
    void aFileInAnotherFormIsNamed() throws IOException {
        for (String name : new String[] {"ECG5000_TRAIN.arff", "ECG5000_TRAIN", "beats.csv"}) {
            Path near = Files.createFile(data.resolve(name));
            refused(
                    near,
                    data + ", to which HOURGLASS_DATA leads, has '" + name
                            + "', which is of another name or form, but only ECG5000_TRAIN and ECG5000_TEST with .txt"
                            + " or .tsv at their end, or ecg.csv (or the same with .gz), are read: put these there, or"
                            + " take it away.");
            Files.delete(near);
        }
    }

    @Test
    void anUnknownLabelIsNamed() throws IOException {
        String known =
                "the labels are 1 (normal) to 5 at the start of a line with blanks, or 1 (normal) and 0 at the end of"
                        + " one with commas.";
        Path file = write("ECG5000_TRAIN.txt", ucr("1", 0) + ucr("6", 0) + ucr("1", 0));
        refused(file, "Line 2 of FILE has the label 6, which is not known: " + known);
        write("ECG5000_TRAIN.txt", ucr("0", 0));
        refused(file, "Line 1 of FILE has the label 0, which is not known: " + known);
        Files.delete(file);
        refused(write("ecg.csv", csv(0, "2")), "Line 1 of FILE has the label 2, which is not known: " + known);
    }

    @Test
    void anEmptyFileAndAShortOneAreRefused() throws IOException {
        refused(write("ECG5000_TRAIN.txt", "\n"), "FILE is empty: put the file with one signal a line in its place.");
        refused(
                write("ECG5000_TRAIN.txt", ucr("1", 0)),
                "FILE holds 1 beats, but the published file holds 3: put the whole file in its place.");
    }

    @Test
    void theCardSaysWhatIsRead() throws IOException {
        String cards = Files.readString(Path.of("..", "..", "data", "README.md"));
        String card = cards.substring(cards.indexOf("\n## ECG5000\n"));
        card = card.substring(0, card.indexOf("\n## ", 5));

        for (String name : Ecg5000.PUBLISHED.keySet()) {
            assertThat(card).contains("`" + name);
            assertThat(card).contains("%,d beats".formatted(Ecg5000.PUBLISHED.get(name)));
        }
    }
}
