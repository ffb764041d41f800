package hourglass.data.source;

import hourglass.data.Signals;
import hourglass.data.format.UcrFile;
import hourglass.data.synthetic.Heartbeats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Finds and reads ECG5000 in the forms in which it is public.
 *
 * <p>No checksum is published for any of them, and editions of the same numbers differ in how they write them, so there is
 * nothing to hold a file against but its structure: the number of beats, steps and labels. That is enough for a file which
 * somebody put there, and not enough to take one from the network unasked.
 */
final class Ecg5000 {

    static final String NAME = "ECG5000";
    static final String FOLDER = "ecg5000";

    private static final int STEPS = 140;
    private static final List<String> UCR_CLASSES = List.of(
            "normal", "R-on-T premature", "premature ventricular", "supraventricular premature", "unclassified");
    private static final List<String> CSV_CLASSES = List.of("normal", "abnormal");
    private static final UcrFile.Labels LABELS = new UcrFile.Labels(
            label -> label >= 1 && label <= 5 ? label - 1 : -1,
            label -> label == 1 || label == 0 ? 1 - label : -1,
            "the labels are 1 (normal) to 5 at the start of a line with blanks, or 1 (normal) and 0 at the end of one"
                    + " with commas");

    /** The beats of each published file, by its name without an ending. */
    static final Map<String, Integer> PUBLISHED = Map.of("ECG5000_TRAIN", 500, "ECG5000_TEST", 4500, "ecg", 4998);

    private Ecg5000() {}

    /** Looks where datasets are looked for; heartbeats drawn by this project stand in for what is not found. */
    static Signals find(DatasetPaths locations, Map<String, Integer> published) {
        Optional<DatasetFolder> place = place(locations);
        if (place.isPresent()) {
            return read(place.get(), published);
        }
        Signals drawn = Heartbeats.drawn();
        return new Signals(
                drawn.name(),
                drawn.values(),
                drawn.labels(),
                drawn.classes(),
                drawn.source(),
                NAME
                        + " was not found in HOURGLASS_DATA, the cache or the system's package, and it is not"
                        + " downloaded, since no checksum of it is published: these are heartbeats drawn by this"
                        + " project, and no figure made from them speaks of " + NAME
                        + "; to use the real ones, set HOURGLASS_DATA to the folder that"
                        + " contains " + FOLDER + "/ with ECG5000_TRAIN.txt, ECG5000_TEST.txt or ecg.csv.");
    }

    /** The first of the folders on this machine that has one of the files. */
    static Optional<DatasetFolder> place(DatasetPaths locations) {
        Optional<DatasetFolder> given = locations
                .data()
                .map(folder -> new DatasetFolder(DatasetPaths.inside(folder, FOLDER), DatasetPaths.GIVEN));
        given.filter(place -> files(place.folder()).isEmpty()).ifPresent(place -> {
            NearMisses.files(place.folder(), List.of("ECG5000_TRAIN", "ECG5000_TEST", "ecg"))
                    .ifPresent(found -> {
                        throw new IllegalArgumentException(place.folder() + ", to which HOURGLASS_DATA leads, has "
                                + NearMisses.described(found)
                                + ", but only ECG5000_TRAIN and ECG5000_TEST with .txt or .tsv at their end, or ecg.csv"
                                + " (or the same with .gz), are read: put these there, or take it away.");
                    });
            NearMisses.requireNoOther(
                    locations.data().get(), FOLDER, folder -> !files(folder).isEmpty());
        });
        return locations
                .folders(FOLDER)
                .filter(place -> !files(place.folder()).isEmpty())
                .findFirst();
    }

    /** The archive's files where one of them lies, else the comma-separated one, else nothing. */
    private static List<Path> files(Path folder) {
        List<Path> files = new ArrayList<>();
        file(folder, "ECG5000_TRAIN", ".txt", ".tsv").ifPresent(files::add);
        file(folder, "ECG5000_TEST", ".txt", ".tsv").ifPresent(files::add);
        if (files.isEmpty()) {
            file(folder, "ecg", ".csv").ifPresent(files::add);
        }
        return files;
    }

    /**
     * Reads what lies in a folder that has one of the files.
     *
     * @throws IllegalArgumentException if a file is not what was published
     */
    static Signals read(DatasetFolder place, Map<String, Integer> published) {
        List<Path> files = files(place.folder());
        List<float[]> rows = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        boolean labelLast = false;
        for (Path file : files) {
            UcrFile content = UcrFile.read(file, STEPS + 1, LABELS);
            requireWhole(file, content.rows().size(), published);
            if (file != files.get(0) && content.labelLast() != labelLast) {
                throw new IllegalArgumentException(file + " and " + files.get(0)
                        + " are of different forms, one with commas and one with blanks: take one of them away.");
            }
            labelLast = content.labelLast();
            rows.addAll(content.rows());
            labels.addAll(content.labels());
        }
        return new Signals(
                NAME,
                Nd4j.createFromArray(rows.toArray(new float[0][])),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                labelLast ? CSV_CLASSES : UCR_CLASSES,
                place.source(),
                "");
    }

    private static void requireWhole(Path file, int found, Map<String, Integer> published) {
        String name = file.getFileName().toString();
        int expected = published.get(name.substring(0, name.indexOf('.')));
        if (found != expected) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s holds %,d beats, but the published file holds %,d: put the whole file in its place.",
                    file,
                    found,
                    expected));
        }
    }

    private static Optional<Path> file(Path folder, String name, String... endings) {
        return Stream.of(endings)
                .flatMap(ending -> Stream.of(name + ending, name + ending + ".gz"))
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
