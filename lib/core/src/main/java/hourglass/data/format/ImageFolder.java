package hourglass.data.format;

import hourglass.data.Bicubic;
import hourglass.data.Images;
import hourglass.runtime.Excerpt;
import hourglass.runtime.Interruption;
import hourglass.runtime.IoErrors;
import hourglass.runtime.MemoryErrors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A folder of picture files (PNG, JPEG, GIF, BMP, TIFF), read as pictures of one size, grey or in colour.
 *
 * <p>Sub-folders are classes, in the order of their names; what lies in them, however deep, are their pictures, in the order
 * of their paths. A folder without sub-folders is one class, with the folder's name. Hidden files are left out.
 *
 * <p>Read as grey, colours become 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601); read in colour, grey pictures have three
 * equal channels. What is transparent shows white behind it, and pictures keep their 16 bits where Java's readers do. Every picture is brought to the size that is asked for by {@linkplain Bicubic bicubic
 * interpolation}, whatever its shape was: nothing is cut off. Of an animation the first picture is read. The direction that a
 * camera notes in its files is not looked at.
 *
 * <pre>{@code
 * ImageFolder folder = ImageFolder.read(Path.of("parts"), 64, 64);
 * folder.skipped().forEach(System.err::println);
 * Images parts = folder.images();
 * }</pre>
 *
 * @param images what could be read
 * @param files the file of each picture
 * @param skipped a sentence for each file that could not be read, with the reason
 */
public record ImageFolder(Images images, List<Path> files, List<String> skipped) {

    // As many as 0.4 GB of red, green, blue and alpha; a damaged header may ask for far more.
    private static final long MOST_PIXELS = 100_000_000;
    private static final int GREY = 1;
    private static final int COLOUR = 3;
    private static final int LONGEST_REASON = 100;
    private static final int MOST_NAMED = 3;

    public ImageFolder {
        Objects.requireNonNull(images, "There are no pictures.");
        Objects.requireNonNull(files, "There are no files of the pictures: give their paths.");
        Objects.requireNonNull(skipped, "There is no list of what was skipped: give List.of() if nothing was.");
        files = List.copyOf(files);
        skipped = List.copyOf(skipped);
    }

    /**
     * Reads a folder of grey pictures; see {@link #read(Path, int, int, int)}.
     */
    public static ImageFolder read(Path folder, int height, int width) {
        return read(folder, height, width, GREY);
    }

    /**
     * Reads a folder.
     *
     * @param height lines of each picture in the result
     * @param width pixels of a line in the result
     * @param channels 1 for grey, 3 for red, green and blue
     * @throws IllegalArgumentException if height or width is below 1, the channels are neither 1 nor 3, there is no such folder, it holds no picture that can
     *     be read, or pictures lie beside sub-folders
     * @throws UncheckedIOException if the folder cannot be looked through
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static ImageFolder read(Path folder, int height, int width, int channels) {
        Objects.requireNonNull(folder, "There is no folder of pictures to read.");
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "Pictures cannot be made " + height + "×" + width + ": give a height and width of at least 1.");
        }
        if (channels != GREY && channels != COLOUR) {
            throw new IllegalArgumentException("Pictures cannot be read with " + channels
                    + " channels: give 1 for grey, or 3 for red, green and blue.");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "There is no folder " + folder + ": give the one in which the pictures are.");
        }
        List<Path> classFolders = children(folder).filter(Files::isDirectory).toList();
        List<Path> beside = children(folder)
                .filter(file -> Files.isRegularFile(file) && isPicture(file))
                .toList();
        if (!classFolders.isEmpty() && !beside.isEmpty()) {
            throw new IllegalArgumentException(folder + " holds pictures, such as "
                    + beside.get(0).getFileName() + ", beside sub-folders, such as "
                    + classFolders.get(0).getFileName()
                    + ", which are classes: move the pictures into a sub-folder.");
        }
        Reading reading = new Reading(folder, height, width, channels);
        for (Path one : classFolders.isEmpty() ? List.of(folder) : classFolders) {
            reading.addClass(one);
        }
        return MemoryErrors.explained("reading the pictures in " + folder, reading::end);
    }

    /**
     * Returns this folder if every file was read.
     *
     * @throws IllegalArgumentException if one was not; the sentence names the first ones and counts them
     */
    public ImageFolder requireComplete() {
        if (skipped.isEmpty()) {
            return this;
        }
        throw new IllegalArgumentException(
                skipped.size() + " of " + (skipped.size() + files.size()) + " files could not be read: "
                        + named(skipped) + " Mend or remove them, or do without requireComplete.");
    }

    private static String named(List<String> sentences) {
        return String.join(" ", sentences.subList(0, Math.min(MOST_NAMED, sentences.size())))
                + (sentences.size() > MOST_NAMED ? " And so on." : "");
    }

    /** What lies in a folder, in the order of the names. */
    private static Stream<Path> children(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all
                    .filter(path -> !isHidden(path))
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw IoErrors.unreadable(folder, e);
        }
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return Stream.of(ImageIO.getReaderFileSuffixes()).anyMatch(ending::equalsIgnoreCase);
    }

    private static final class Reading {
        private final Path folder;
        private final int height;
        private final int width;
        private final int channels;
        private final List<float[]> rows = new ArrayList<>();
        private final List<Integer> labels = new ArrayList<>();
        private final List<String> classes = new ArrayList<>();
        private final List<Path> files = new ArrayList<>();
        private final List<String> skipped = new ArrayList<>();

        Reading(Path folder, int height, int width, int channels) {
            this.folder = folder;
            this.height = height;
            this.width = width;
            this.channels = channels;
        }

        void addClass(Path one) {
            int before = rows.size();
            List<Path> found;
            try (Stream<Path> all = Files.walk(one)) {
                found = all.filter(Files::isRegularFile)
                        .filter(file -> !isHidden(file))
                        .sorted(Comparator.comparing(Path::toString))
                        .toList();
            } catch (IOException e) {
                throw IoErrors.unreadable(one, e);
            } catch (UncheckedIOException e) {
                throw IoErrors.unreadable(one, e.getCause());
            }
            for (Path file : found) {
                Interruption.check("reading the pictures in " + folder);
                try {
                    rows.add(MemoryErrors.explained("reading " + file, () -> resized(file)));
                    labels.add(classes.size());
                    files.add(file);
                } catch (UncheckedIOException e) {
                    skipped.add(folder.relativize(file) + " " + reason(e.getCause()) + ".");
                }
            }
            if (rows.size() > before) { // A class without a picture would only be a gap.
                classes.add(one.toAbsolutePath().normalize().getFileName().toString());
            }
        }

        private float[] resized(Path file) {
            try {
                BufferedImage picture = picture(file);
                INDArray planes = Nd4j.createFromArray(PictureSamples.of(picture, channels))
                        .reshape(channels, (long) picture.getHeight() * picture.getWidth());
                INDArray resized = picture.getHeight() == height && picture.getWidth() == width
                        ? planes
                        : Bicubic.resize(planes, picture.getHeight(), picture.getWidth(), height, width);
                return Transforms.max(Transforms.min(resized, 1, false), 0, false)
                        .data()
                        .asFloat();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        ImageFolder end() {
            if (rows.isEmpty()) {
                throw new IllegalArgumentException(folder + " holds no picture that can be read: "
                        + (skipped.isEmpty() ? "put PNG or JPEG files into it." : named(skipped)));
            }
            INDArray pixels = Nd4j.createFromArray(rows.toArray(float[][]::new));
            Images images = new Images(
                    folder.toAbsolutePath().normalize().getFileName().toString(),
                    pixels,
                    labels.stream().mapToInt(Integer::intValue).toArray(),
                    classes,
                    height,
                    width,
                    channels);
            return new ImageFolder(images, files, skipped);
        }
    }

    private static String reason(IOException fault) {
        return fault instanceof UnusablePictureException
                ? fault.getMessage()
                : "is damaged (" + Excerpt.of(IoErrors.reason(fault), LONGEST_REASON) + ")";
    }

    private static BufferedImage picture(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers =
                    in == null ? List.<ImageReader>of().iterator() : ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new UnusablePictureException("is no PNG, JPEG, GIF, BMP or TIFF file");
            }
            ImageReader reader = readers.next();
            List<String> warnings = new ArrayList<>();
            try {
                reader.setInput(in);
                // The reader of JPEG files fills up what is missing, and only warns.
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST_PIXELS) {
                    throw new UnusablePictureException("has " + reader.getHeight(0) + "×" + reader.getWidth(0)
                            + " pixels, more than " + MOST_PIXELS / 1_000_000 + " million");
                }
                BufferedImage picture = reader.read(0);
                if (!warnings.isEmpty()) {
                    throw new UnusablePictureException(
                            "is damaged (" + Excerpt.of(warnings.get(0), LONGEST_REASON) + ")");
                }
                return picture;
            } catch (RuntimeException e) { // What readers throw for headers that do not fit.
                throw new UnusablePictureException(
                        "is damaged (" + Excerpt.of(String.valueOf(e.getMessage()), LONGEST_REASON) + ")");
            } finally {
                reader.dispose();
            }
        }
    }
}
