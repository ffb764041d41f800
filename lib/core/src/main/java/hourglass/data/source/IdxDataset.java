package hourglass.data.source;

import hourglass.data.ClassNames;
import hourglass.data.Dataset;
import hourglass.data.Images;
import hourglass.data.format.IdxFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A dataset published as MNIST was: its classes, its four files with the checksums that they must have, and the place on the
 * net that offers them. If the server moves, one constant has to be changed here.
 *
 * @param name its name for a reader
 * @param folder the folder that holds its files, wherever it is kept
 * @param place the address in front of the file names; it offers each file with ".gz" at its end
 * @param classes the names of labels 0, 1, …
 * @param trainImages the training pictures
 * @param trainLabels their labels
 * @param testImages the test pictures
 * @param testLabels their labels
 */
public record IdxDataset(
        String name,
        String folder,
        URI place,
        List<String> classes,
        Part trainImages,
        Part trainLabels,
        Part testImages,
        Part testLabels)
        implements PublishedDataset {

    /** Fashion-MNIST, as its authors offer it. */
    public static final IdxDataset FASHION_MNIST = new IdxDataset(
            "Fashion-MNIST",
            "fashion-mnist",
            URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
            ClassNames.CLOTHES,
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

    /** MNIST, at a mirror of the four original files. */
    public static final IdxDataset MNIST = new IdxDataset(
            "MNIST",
            "mnist",
            URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            ClassNames.DIGITS,
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    /**
     * One file.
     *
     * @param name its name when it is not compressed
     * @param sha256 of its decompressed bytes, since mirrors compress anew
     */
    public record Part(String name, String sha256) {

        /**
         * Reads this file in a folder, compressed or not.
         *
         * @return nothing if the folder does not have it
         * @throws IllegalArgumentException if it is not what was published
         */
        Optional<IdxFile> in(Path folder) {
            return IdxFile.find(folder, name).map(this::read);
        }

        /**
         * Reads a copy of this file.
         *
         * @throws IllegalArgumentException if the copy is not what was published
         */
        IdxFile read(Path copy) {
            IdxFile file = IdxFile.read(copy);
            String found = file.sha256();
            if (!found.equals(sha256)) {
                throw new IllegalArgumentException(
                        copy + " is not the published file (its decompressed bytes have the SHA-256 " + found
                                + " instead of " + sha256 + "): delete it, or put the published file in its place.");
            }
            return file;
        }
    }

    IdxDataset(String name, String folder, URI place, List<String> classes, String... sha256) {
        this(
                name,
                folder,
                place,
                classes,
                new Part("train-images-idx3-ubyte", sha256[0]),
                new Part("train-labels-idx1-ubyte", sha256[1]),
                new Part("t10k-images-idx3-ubyte", sha256[2]),
                new Part("t10k-labels-idx1-ubyte", sha256[3]));
    }

    /** Returns the four files: training pictures and labels, then test pictures and labels. */
    public List<Part> parts() {
        return List.of(trainImages, trainLabels, testImages, testLabels);
    }

    @Override
    public String wanted() {
        return "with the four published files";
    }

    @Override
    public boolean beginsIn(Path directory) {
        return missing(directory).size() < parts().size();
    }

    @Override
    public List<String> missing(Path directory) {
        return parts().stream()
                .map(Part::name)
                .filter(file -> IdxFile.find(directory, file).isEmpty())
                .toList();
    }

    @Override
    public List<Item> items() {
        return parts().stream().map(part -> new Item(part, place)).toList();
    }

    @Override
    public void check(Path directory) {
        parts().forEach(part -> part.in(directory));
    }

    @Override
    public Dataset load(Path directory, String source) {
        return new Dataset(
                name,
                load(directory, " train", trainImages, trainLabels),
                load(directory, " test", testImages, testLabels),
                source);
    }

    private Images load(Path directory, String suffix, Part images, Part labels) {
        IdxFile pictures = images.in(directory).orElseThrow();
        IdxFile theirLabels = labels.in(directory).orElseThrow();
        return new Images(
                name + suffix, pictures.pixels(), theirLabels.labels(), classes, pictures.height(), pictures.width());
    }

    /** One file as the net offers it: compressed. */
    record Item(Part part, URI place) implements PublishedFile {

        @Override
        public String name() {
            return part.name() + ".gz";
        }

        @Override
        public URI address() {
            return place.resolve(name());
        }

        @Override
        public boolean isIn(Path folder) {
            return IdxFile.find(folder, part.name()).isPresent();
        }

        @Override
        public void check(Path copy) {
            part.read(copy);
        }
    }
}
