package hourglass.data.source;

import hourglass.data.Dataset;
import hourglass.data.Documents;
import hourglass.data.Images;
import hourglass.data.Rows;
import hourglass.data.Signals;
import hourglass.data.format.IdxFile;
import hourglass.data.synthetic.Drawings;
import hourglass.data.synthetic.Heartbeats;
import hourglass.data.synthetic.PumpSensors;
import hourglass.data.synthetic.SyntheticText;
import hourglass.runtime.NativeBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The datasets of the lessons: {@code Dataset fashion = Datasets.fashionMnist();}
 *
 * <p>A published dataset is looked for in this order, and {@link Dataset#source()} says where it was found:
 *
 * <ol>
 *   <li>the folder that the environment variable HOURGLASS_DATA names, in its subfolder "fashion-mnist", "mnist" or
 *       "olivetti-faces" (the variable may also name a folder of that name itself);
 *   <li>the user's cache: the folder "hourglass" in $XDG_CACHE_HOME or ~/.cache on Linux, ~/Library/Caches on macOS,
 *       %LOCALAPPDATA% on Windows;
 *   <li>the operating system's package: /usr/share/datasets, where Debian's dataset-fashion-mnist puts it;
 *   <li>its public place on the net, from which it is downloaded into the cache, unless HOURGLASS_OFFLINE is set to 1;
 *   <li>for lack of all these, pictures that this project draws; {@link Dataset#notice()} then says so.
 * </ol>
 *
 * <p>IDX files may be compressed or not. Their checksums are known: a file with another content is an error, and
 * never a reason to look further.
 */
public final class Datasets {
    static {
        // Reading a dataset is often the first use of ND4J.
        NativeBackend.prepare();
    }

    private Datasets() {}

    /**
     * Fashion-MNIST: 60,000 + 10,000 pictures of 28×28 in ten classes of clothes.
     *
     * @throws IllegalArgumentException if HOURGLASS_DATA is not a folder, if it has only some of the four files, or if a
     *     file is not the published one
     * @throws IllegalStateException if the download brought something else than the published files
     * @throws java.util.concurrent.CancellationException if the thread was interrupted while downloading
     */
    public static Dataset fashionMnist() {
        return find(IdxDataset.FASHION_MNIST, DatasetPaths.standard(), Download.standard(), Drawings::garments);
    }

    /**
     * MNIST: 60,000 + 10,000 handwritten digits of 28×28.
     *
     * @throws IllegalArgumentException if HOURGLASS_DATA is not a folder, if it has only some of the four files, or if a
     *     file is not the published one
     * @throws IllegalStateException if the download brought something else than the published files
     * @throws java.util.concurrent.CancellationException if the thread was interrupted while downloading
     */
    public static Dataset mnist() {
        return find(IdxDataset.MNIST, DatasetPaths.standard(), Download.standard(), Drawings::digits);
    }

    /**
     * Olivetti faces: ten pictures of 64×64 of each of 40 people; a picture's label is the person. Nobody is in both
     * parts: 32 people to train on (320 pictures), 8 to test on (80 pictures).
     *
     * @throws IllegalArgumentException if HOURGLASS_DATA is not a folder, if it has only one of the two IDX files, or if
     *     a file is not the published one
     * @throws IllegalStateException if the download brought something else than the published file
     * @throws java.util.concurrent.CancellationException if the thread was interrupted while downloading
     */
    public static Dataset olivettiFaces() {
        return olivettiFaces(OlivettiFaces.SEED);
    }

    /**
     * Olivetti faces with another choice of the 8 people that are held out; see {@link #olivettiFaces()}.
     *
     * @param seed the same seed holds out the same people on every machine
     */
    public static Dataset olivettiFaces(long seed) {
        return find(
                OlivettiFaces.published(seed),
                DatasetPaths.standard(),
                Download.standard(),
                () -> OlivettiFaces.drawn(seed));
    }

    /**
     * ECG5000: single heartbeats of 140 steps, the normal ones of class 0. What lies in the folder "ecg5000" is read: the UCR
     * archive's files ECG5000_TRAIN and ECG5000_TEST (.txt or .tsv; both, if both are there), or else the TensorFlow
     * tutorial's ecg.csv. It is looked for like the other datasets, but not downloaded, because no checksum of it is
     * published; for lack of it, drawn heartbeats are returned, and {@link Signals#notice()} says so.
     *
     * @throws IllegalArgumentException if HOURGLASS_DATA is not a folder, or if a file is not what was published: of another
     *     length, with lines of another length, with text that is no number, or with an unknown label
     */
    public static Signals ecg5000() {
        return Ecg5000.find(DatasetPaths.standard(), Ecg5000.PUBLISHED);
    }

    /**
     * Heartbeats drawn by this project, of the same length as ECG5000's: 900 normal ones and 75 of each of four abnormal
     * kinds (ectopic, ST shift, missing P, inverted T), the same on every machine.
     */
    public static Signals drawnHeartbeats() {
        return Heartbeats.drawn();
    }

    /**
     * The sensors of a pump without a fault, drawn by this project; see {@link PumpSensors}, which draws the faults too.
     *
     * @param n how many rows, at least 1
     * @param seed the same seed draws the same rows on every machine
     * @throws IllegalArgumentException if there would be none
     */
    public static Rows drawnPump(int n, long seed) {
        return PumpSensors.normal(n, seed);
    }

    /**
     * Breast Cancer Wisconsin (Diagnostic): 569 rows of 30 measures with a diagnosis each. It is looked for like the other
     * datasets, in the folder "tables", as breast_cancer_wisconsin.csv (with a first line of names) or breast_cancer.csv (as it
     * comes with scikit-learn). It is not downloaded, and nothing stands in for it.
     *
     * @return empty if no folder has it
     * @throws IllegalArgumentException if HOURGLASS_DATA is not a folder, or if a file is not the published one
     */
    public static Optional<BreastCancer> breastCancer() {
        return BreastCancer.find(DatasetPaths.standard(), BreastCancer.PUBLISHED);
    }

    /** Garments drawn by this project, of the same size and classes as Fashion-MNIST's: the same on every machine. */
    public static Dataset drawn() {
        return Drawings.garments();
    }

    /**
     * Short notes on eight topics, written by this project from word lists; see {@link SyntheticText#documents}.
     *
     * @param n how many, at least 1
     * @param seed the same seed writes the same notes on every machine
     * @throws IllegalArgumentException if there would be none
     */
    public static Documents drawnNotes(int n, long seed) {
        return SyntheticText.documents(n, seed);
    }

    /** Digits drawn by this project, of the same size and classes as MNIST's: the same on every machine. */
    public static Dataset drawnDigits() {
        return Drawings.digits();
    }

    /**
     * Faces drawn by this project, of the same size as the Olivetti faces and of as many people: the same on every
     * machine. Nobody is in both parts.
     */
    public static Dataset drawnFaces() {
        return OlivettiFaces.drawn(OlivettiFaces.SEED);
    }

    /**
     * Pictures of your own, of any size, as IDX files: "train-images-idx3-ubyte" and "train-labels-idx1-ubyte", and for
     * the test "t10k-images-idx3-ubyte" and "t10k-labels-idx1-ubyte" (or "test-…"). Each may be compressed, with ".gz"
     * at the end of its name, and may have a dot in it ("train-images.idx3-ubyte").
     *
     * <p>The labels that occur become the classes, in their order and named by their numbers: labels from 1 to 26 are the
     * classes "1" to "26" of indices 0 to 25. Without label files all pictures are of one class, "unlabelled". Without test
     * files the last seventh of the training pictures becomes the test pictures, which is the share of MNIST's. They are taken
     * in the order of the file, so shuffle sorted pictures before you write them. Files that hold lines as columns, as EMNIST's do,
     * are turned by {@link Dataset#transposed}.
     *
     * @throws IllegalArgumentException if the folder or its training pictures are not there, if only one of two picture
     *     files has labels, if there are more or fewer labels than pictures, if training and test pictures differ in
     *     size, if a file is not a sound IDX file, or if there is something with nearly the name of a file that is not there
     * @throws java.io.UncheckedIOException if a file cannot be read
     */
    public static Dataset folder(Path folder) {
        Objects.requireNonNull(folder, "Give the folder that contains train-images-idx3-ubyte.");
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    folder + " is not a folder: give the one that contains train-images-idx3-ubyte.");
        }
        Path trainImages = IdxFile.find(folder, "train-images-idx3-ubyte")
                .orElseThrow(() -> new IllegalArgumentException(
                        folder + " contains neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz"
                                + NearMisses.files(folder, List.of("train-images-idx3-ubyte"))
                                        .map(found -> ", but " + NearMisses.described(found))
                                        .orElse("")
                                + ": give the folder that does."));
        Optional<Path> trainLabels = file(folder, "train-labels-idx1-ubyte");
        Optional<Path> testImages = file(folder, "t10k-images-idx3-ubyte", "test-images-idx3-ubyte");
        Optional<Path> testLabels = file(folder, "t10k-labels-idx1-ubyte", "test-labels-idx1-ubyte");
        if (testImages.isEmpty() && testLabels.isPresent()) {
            throw new IllegalArgumentException(testLabels.get()
                    + " has no pictures beside it: add t10k-images-idx3-ubyte, or take the labels away.");
        }
        if (testImages.isPresent() && trainLabels.isPresent() != testLabels.isPresent()) {
            throw new IllegalArgumentException(folder + " contains labels for its "
                    + (trainLabels.isPresent() ? "training" : "test")
                    + " pictures only: add the other label file, or take this one away.");
        }
        Path absolute = folder.toAbsolutePath().normalize();
        String name = absolute.getFileName() == null
                ? "pictures"
                : absolute.getFileName().toString();
        if (testImages.isEmpty()) {
            return split(name, trainImages, trainLabels);
        }
        IdxFile train = IdxFile.read(trainImages);
        IdxFile test = IdxFile.read(testImages.get());
        int[] ofTrain = labels(train, trainImages, trainLabels);
        int[] ofTest = labels(test, testImages.get(), testLabels);
        Classes classes = Classes.of(trainLabels.isPresent(), ofTrain, ofTest);
        return new Dataset(
                name,
                images(name + " train", train, ofTrain, classes),
                images(name + " test", test, ofTest, classes),
                "a folder of your own");
    }

    private static Dataset split(String name, Path path, Optional<Path> labelPath) {
        IdxFile file = IdxFile.read(path);
        int[] labels = labels(file, path, labelPath);
        int cut = file.size() - Math.max(1, file.size() / 7);
        if (cut == 0) {
            throw new IllegalArgumentException(
                    path + " holds one picture only, which cannot be split into training and test: add more.");
        }
        Images all = images(name, file, labels, Classes.of(labelPath.isPresent(), labels));
        return new Dataset(
                name,
                all.range(0, cut).named(name + " train"),
                all.range(cut, all.size()).named(name + " test"),
                "a folder of your own");
    }

    /** Looks for a published dataset; {@code drawing} makes the pictures that stand in for it. */
    static Dataset find(
            PublishedDataset dataset, DatasetPaths locations, Download download, Supplier<Dataset> drawing) {
        Optional<DatasetFolder> place = place(dataset, locations);
        if (place.isPresent()) {
            return dataset.load(place.get().folder(), place.get().source());
        }
        String reason = "HOURGLASS_OFFLINE is set";
        if (!locations.offline()) {
            Path cache = locations.cache().resolve(dataset.folder());
            try {
                download.fetch(dataset, cache);
                return dataset.load(cache, Dataset.DOWNLOADED);
            } catch (Download.Failed e) {
                reason = e.getMessage();
            }
        }
        Dataset drawn = drawing.get();
        return new Dataset(
                drawn.name(),
                drawn.train(),
                drawn.test(),
                drawn.source(),
                dataset.name() + " was not found in HOURGLASS_DATA, the cache or the system's package, nor downloaded ("
                        + reason
                        + "): these are pictures drawn by this project, and no figure made from them speaks of "
                        + dataset.name() + "; to use the real ones, set HOURGLASS_DATA to the folder that contains "
                        + dataset.folder() + "/ " + dataset.wanted() + ".");
    }

    /** The first of the folders on this machine that has the whole of a published dataset. */
    static Optional<DatasetFolder> place(PublishedDataset dataset, DatasetPaths locations) {
        Optional<DatasetFolder> given = locations
                .data()
                .flatMap(folder -> given(dataset, folder))
                .map(folder -> new DatasetFolder(folder, DatasetPaths.GIVEN));
        return given.or(() -> locations
                .others(dataset.folder())
                .filter(place -> dataset.missing(place.folder()).isEmpty())
                .findFirst());
    }

    /** The folder that has this dataset's files, if it is this one or in it; what nearly has them is refused. */
    private static Optional<Path> given(PublishedDataset dataset, Path folder) {
        Path candidate = DatasetPaths.inside(folder, dataset.folder());
        List<String> missing = dataset.missing(candidate);
        if (missing.isEmpty()) {
            return Optional.of(candidate);
        }
        Optional<String> near = NearMisses.files(candidate, missing).map(NearMisses::described);
        if (dataset.beginsIn(candidate)) {
            throw new IllegalArgumentException(candidate + ", to which HOURGLASS_DATA leads, lacks "
                    + String.join(", ", missing) + " (or the same with .gz)"
                    + near.map(found -> ", but has " + found).orElse("")
                    + ": add what is missing, or unset HOURGLASS_DATA.");
        }
        near.ifPresent(found -> {
            throw new IllegalArgumentException(candidate + ", to which HOURGLASS_DATA leads, has " + found
                    + ", but only " + String.join(", ", missing)
                    + " (or the same with .gz) are read: put these there, or take it away.");
        });
        NearMisses.requireNoOther(folder, dataset.folder(), dataset::beginsIn);
        return Optional.empty();
    }

    private static Images images(String name, IdxFile file, int[] labels, Classes classes) {
        return new Images(name, file.pixels(), classes.indices(labels), classes.names(), file.height(), file.width());
    }

    private static int[] labels(IdxFile pictures, Path path, Optional<Path> labelPath) {
        // Tells of a file of labels under the name of pictures, before the two numbers are compared.
        pictures.height();
        int[] labels = labelPath.map(its -> IdxFile.read(its).labels()).orElseGet(() -> new int[pictures.size()]);
        if (labels.length != pictures.size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s holds %,d pictures, but %s holds %,d labels: give files that belong together.",
                    path,
                    pictures.size(),
                    labelPath.get(),
                    labels.length));
        }
        return labels;
    }

    /**
     * The classes of one's own pictures: the labels that occur, named by their numbers, so that labels from 1 leave no class
     * without a picture.
     */
    private record Classes(int[] labels, List<String> names) {
        static Classes of(boolean labelled, int[]... parts) {
            int[] occurring = Arrays.stream(parts)
                    .flatMapToInt(Arrays::stream)
                    .distinct()
                    .sorted()
                    .toArray();
            return new Classes(
                    occurring,
                    labelled
                            ? Arrays.stream(occurring)
                                    .mapToObj(Integer::toString)
                                    .toList()
                            : List.of("unlabelled"));
        }

        int[] indices(int[] its) {
            return Arrays.stream(its)
                    .map(label -> Arrays.binarySearch(labels, label))
                    .toArray();
        }
    }

    /** The file with the first of these names that is there, if any; what has nearly such a name is refused. */
    private static Optional<Path> file(Path folder, String... names) {
        Optional<Path> file = Stream.of(names)
                .flatMap(name -> IdxFile.find(folder, name).stream())
                .findFirst();
        if (file.isEmpty()) {
            Stream.of(names)
                    .flatMap(name -> NearMisses.file(folder, name).stream())
                    .findFirst()
                    .ifPresent(found -> {
                        throw new IllegalArgumentException(folder + " contains " + NearMisses.described(found)
                                + ": give it as the IDX file " + names[0] + ", or take it away.");
                    });
        }
        return file;
    }
}
