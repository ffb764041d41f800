package hourglass.data.source;

import hourglass.data.Dataset;
import hourglass.data.Images;
import hourglass.data.format.IdxFile;
import hourglass.data.format.MatFile;
import hourglass.data.synthetic.Drawings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The Olivetti faces as they are published: one .mat file with all pictures, the same number of each person and person after
 * person, or the same pictures and their labels as two IDX files. If the server moves, one constant has to be changed here.
 *
 * @param place the address of the .mat file
 * @param sha256OfMat the checksum of the .mat file
 * @param images the IDX file of pictures
 * @param labels the IDX file of labels
 * @param people how many there are
 * @param heldOut how many of them are the test's
 * @param seed chooses them
 */
public record OlivettiFaces(
        URI place,
        String sha256OfMat,
        IdxDataset.Part images,
        IdxDataset.Part labels,
        int people,
        int heldOut,
        long seed)
        implements PublishedDataset {

    /** How many people there are, with ten pictures each. */
    public static final int PEOPLE = 40;

    static final int HELD_OUT = 8;
    static final long SEED = 1;

    /** What the .mat file calls the matrix of faces, one to a column, each stored column after column. */
    private static final String VARIABLE = "faces";

    private static final String MAT = "olivettifaces.mat";
    private static final String DRAWN_NAME = "Drawn faces";

    /** The published dataset, with a choice of the people that are held out. */
    public static OlivettiFaces published(long seed) {
        return new OlivettiFaces(
                URI.create("https://ndownloader.figshare.com/files/5976027"),
                // As scikit-learn pins it, in sklearn/datasets/_olivetti_faces.py.
                "b612fb967f2dc77c9c62d3e1266e0c73d5fca46a4b8906c18e454d41af987794",
                new IdxDataset.Part(
                        "olivetti-faces-idx3-ubyte",
                        "139db5ade073e030ff543fe74df478b29cff6e9da9a50bf1e0c9a29f0d2f114d"),
                new IdxDataset.Part(
                        "olivetti-labels-idx1-ubyte",
                        "87b0dbf71b8091a9cef50af2767e98a87f3b0bde56f1eda7bb591d156e542390"),
                PEOPLE,
                HELD_OUT,
                seed);
    }

    /** The drawn faces, split as the published ones are. */
    static Dataset drawn(long seed) {
        return split(Drawings.faces(names(PEOPLE)), DRAWN_NAME, Dataset.DRAWN, HELD_OUT, seed);
    }

    @Override
    public String name() {
        return "Olivetti faces";
    }

    @Override
    public String folder() {
        return "olivetti-faces";
    }

    @Override
    public String wanted() {
        return "with " + MAT + ", or with " + images.name() + " and " + labels.name();
    }

    @Override
    public boolean beginsIn(Path directory) {
        return hasMat(directory) || missingIdx(directory).size() < 2;
    }

    @Override
    public List<String> missing(Path directory) {
        if (hasMat(directory)) {
            return List.of();
        }
        List<String> missing = missingIdx(directory);
        return missing.size() == 2 ? List.of(MAT) : missing;
    }

    @Override
    public List<Mat> items() {
        return List.of(new Mat(place, sha256OfMat));
    }

    @Override
    public void check(Path directory) {
        if (hasMat(directory)) {
            MatFile.read(directory.resolve(MAT), VARIABLE, sha256OfMat);
        } else {
            images.in(directory);
            labels.in(directory);
        }
    }

    @Override
    public Dataset load(Path directory, String source) {
        Images all = hasMat(directory)
                ? fromMat(directory.resolve(MAT))
                : fromIdx(
                        images.in(directory).orElseThrow(), labels.in(directory).orElseThrow());
        return split(all, name(), source, heldOut, seed);
    }

    private static boolean hasMat(Path directory) {
        return Files.isRegularFile(directory.resolve(MAT));
    }

    private List<String> missingIdx(Path directory) {
        return Stream.of(images, labels)
                .map(IdxDataset.Part::name)
                .filter(file -> IdxFile.find(directory, file).isEmpty())
                .toList();
    }

    private Images fromIdx(IdxFile pictures, IdxFile whose) {
        return new Images(
                name(), pictures.pixels(), whose.labels(), names(people), pictures.height(), pictures.width());
    }

    private Images fromMat(Path path) {
        MatFile.Bytes faces = MatFile.read(path, VARIABLE, sha256OfMat);
        int side = (int) Math.round(Math.sqrt(faces.rows()));
        if (side * side != faces.rows() || faces.columns() % people != 0) {
            throw new IllegalArgumentException(path + " holds " + faces.columns() + " faces of " + faces.rows()
                    + " pixels, but square pictures of " + people + " people were expected: download it again.");
        }
        float[] greys = new float[faces.values().length];
        int[] whose = new int[faces.columns()];
        for (int picture = 0; picture < whose.length; picture++) {
            whose[picture] = picture / (whose.length / people);
            int start = picture * faces.rows();
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    // MATLAB keeps a picture column after column.
                    greys[start + y * side + x] = (faces.values()[start + x * side + y] & 0xff) / 255f;
                }
            }
        }
        return new Images(
                name(),
                Nd4j.createFromArray(greys).reshape('c', whose.length, faces.rows()),
                whose,
                names(people),
                side,
                side);
    }

    private static Dataset split(Images all, String name, String source, int heldOut, long seed) {
        Images.Split split = all.splitByLabel(heldOut, seed);
        return new Dataset(
                name, split.rest().named(name + " train"), split.apart().named(name + " test"), source);
    }

    private static List<String> names(int people) {
        return IntStream.range(0, people).mapToObj(person -> "person " + person).toList();
    }

    /** The .mat file as the net offers it. */
    record Mat(URI address, String sha256) implements PublishedFile {

        @Override
        public String name() {
            return MAT;
        }

        @Override
        public boolean isIn(Path folder) {
            return hasMat(folder);
        }

        @Override
        public void check(Path copy) {
            MatFile.read(copy, VARIABLE, sha256);
        }
    }
}
