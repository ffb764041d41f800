package hourglass.data;

import static hourglass.data.LabeledRows.check;
import static hourglass.data.LabeledRows.format;

import hourglass.runtime.ArrayViews;
import hourglass.runtime.ValueScan;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * At least one labelled picture, grey or in colour, all of one size.
 *
 * <p>The methods that take neighbouring pictures ({@link #first}, {@link #range}, {@link #picture}) return views: they
 * cost nothing, and a change of their pixels changes these. The methods that pick pictures ({@link #withClasses},
 * {@link #splitByLabel}, {@link #sample}, {@link #onePerClass}) or make new ones of them ({@link #resized},
 * {@link #mirrored}, {@link #and}) return copies. No method of this library changes the pixels or labels that it
 * is given; nor should a caller.
 *
 * <p>Two collections are equal if their names, sizes, class names, labels and pixels are (pixels as {@code
 * INDArray.equals} compares them, to within 10⁻⁵).
 *
 * @param name what the pictures are, for a reader: "Fashion-MNIST test"
 * @param pixels float32 [n, channels · height · width], 'c' order and contiguous, values in [0, 1] with 0 for black; row i is
 *     picture i, line by line, and in colour all of its red, then all green, then all blue, as convolutional networks take them
 * @param labels the class of each picture, an index into {@code classes}; its length is n
 * @param classes the names of the classes
 * @param height lines of a picture
 * @param width pixels of a line
 * @param channels 1 for grey, 3 for red, green and blue
 */
public record Images(
        String name, INDArray pixels, int[] labels, List<String> classes, int height, int width, int channels) {

    /**
     * Checks that the parts fit each other, and that every pixel lies in [0, 1].
     *
     * @throws IllegalArgumentException if they do not: one sentence says which, with the value found
     */
    public Images {
        Objects.requireNonNull(name, "The pictures need a name.");
        Objects.requireNonNull(pixels, "The pictures need pixels.");
        Objects.requireNonNull(labels, "The pictures need labels: give new int[n] if there is one class.");
        classes = List.copyOf(Objects.requireNonNull(classes, "The pictures need the names of their classes."));
        check(
                height > 0 && width > 0,
                "The pictures of '%s' are said to be %d×%d: height and width must be at least 1.",
                name,
                height,
                width);
        check(
                channels == 1 || channels == 3,
                "The pictures of '%s' are said to have %d channels: give 1 for grey, or 3 for red, green and blue.",
                name,
                channels);
        check(
                pixels.rank() == 2 && pixels.columns() == (long) channels * height * width,
                "The pixels of '%s' have the shape %s, but %s of %d×%d need [n, %d].",
                name,
                Arrays.toString(pixels.shape()),
                kind(channels),
                height,
                width,
                (long) channels * height * width);
        rows(name).check("pixels", pixels, labels, classes);
        checkRange(name, pixels);
    }

    /**
     * Makes a collection of grey pictures.
     *
     * @throws IllegalArgumentException if the parts do not fit each other: one sentence says which, with the value found
     */
    public Images(String name, INDArray pixels, int[] labels, List<String> classes, int height, int width) {
        this(name, pixels, labels, classes, height, width, 1);
    }

    /** The number of pictures. */
    public int size() {
        return labels.length;
    }

    /**
     * The first n pictures, as a view.
     *
     * @throws IllegalArgumentException unless 1 ≤ n ≤ {@link #size()}
     */
    public Images first(int n) {
        rows(name).checkCount(n, size(), "the first %,d cannot be taken");
        return range(0, n);
    }

    /**
     * The pictures from one index up to, but without, another, as a view.
     *
     * @throws IllegalArgumentException unless 0 ≤ from &lt; to ≤ {@link #size()}
     */
    public Images range(int from, int to) {
        check(
                from >= 0 && from < to && to <= size(),
                "'%s' has the pictures 0 to %,d: the range from %,d to %,d (exclusive) is not among them or is empty.",
                name,
                size() - 1,
                from,
                to);
        return with(ArrayViews.of(pixels, from, to), Arrays.copyOfRange(labels, from, to));
    }

    /**
     * A copy of the pictures of some classes, in their order. Labels and class names stay as they are, so that a label
     * means the same in all parts of a dataset.
     *
     * @param wanted labels, as in {@code images.withClasses(7, 9)}
     * @throws IllegalArgumentException if a label has no class, or if no picture has one of these labels
     */
    public Images withClasses(int... wanted) {
        Objects.requireNonNull(wanted, "There are no labels to choose by: give some.");
        return pick(rows(name).indices(labels, classes.size(), wanted));
    }

    /**
     * Pictures in two parts that have no label in common.
     *
     * @param rest the pictures of the labels that stayed
     * @param apart the pictures of the labels that were set apart
     */
    public record Split(Images rest, Images apart) {}

    /**
     * Sets all pictures of some labels apart, chosen at random: where a label is a person, nobody is in both parts. Both
     * are copies and keep the order of these pictures.
     *
     * @param count how many labels are set apart
     * @param seed the same seed chooses the same labels on every machine
     * @throws IllegalArgumentException unless 1 ≤ count &lt; the number of labels that occur
     */
    public Split splitByLabel(int count, long seed) {
        int[] occurring = Arrays.stream(labels).distinct().sorted().toArray();
        check(
                count >= 1 && count < occurring.length,
                "'%s' has pictures with %d different labels: %d of them cannot be set apart, so give 1 to %d.",
                name,
                occurring.length,
                count,
                occurring.length - 1);
        // Neighbouring seeds of Random begin alike; with eight of forty labels that shows.
        RandomOrder.draw(occurring, count, new SplittableRandom(seed)::nextInt);
        return new Split(
                withClasses(Arrays.copyOfRange(occurring, count, occurring.length)),
                withClasses(Arrays.copyOf(occurring, count)));
    }

    /**
     * A copy in another size, by {@linkplain Bicubic bicubic interpolation}; values that it carries beyond 0 or 1 become
     * 0 or 1.
     *
     * @throws IllegalArgumentException if height or width is less than 1
     */
    public Images resized(int newHeight, int newWidth) {
        INDArray planes = pixels.reshape('c', (long) size() * channels, (long) height * width);
        INDArray resized = Bicubic.resize(planes, height, width, newHeight, newWidth)
                .reshape('c', size(), (long) channels * newHeight * newWidth);
        return new Images(
                name,
                Transforms.max(Transforms.min(resized, 1, false), 0, false),
                labels,
                classes,
                newHeight,
                newWidth,
                channels);
    }

    /** A grey copy, by 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601); grey pictures are returned as they are. */
    public Images grey() {
        if (channels == 1) {
            return this;
        }
        float[] colours = pixels.dup('c').data().asFloat();
        int area = height * width;
        float[] greys = new float[size() * area];
        for (int i = 0; i < greys.length; i++) {
            int red = i / area * channels * area + i % area;
            greys[i] = grey(colours[red], colours[red + area], colours[red + 2 * area]);
        }
        return new Images(name, Nd4j.createFromArray(greys).reshape('c', size(), area), labels, classes, height, width);
    }

    /** Returns how bright a colour is, each number from 0 to 1: 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601). */
    public static float grey(float red, float green, float blue) {
        return Math.min(1, 0.299f * red + 0.587f * green + 0.114f * blue); // Rounding may carry white beyond 1.
    }

    /** A copy with lines and columns exchanged in every picture, for datasets that hold them so, such as EMNIST. */
    public Images transposed() {
        INDArray turned = pixels.reshape('c', (long) size() * channels, height, width)
                .permute(0, 2, 1)
                .dup('c')
                .reshape('c', size(), pixels.columns());
        return new Images(name, turned, labels, classes, width, height, channels);
    }

    /** A copy with left and right exchanged in every picture. */
    public Images mirrored() {
        float[] greys = pixels.dup('c').data().asFloat();
        for (int line = 0; line < greys.length; line += width) {
            for (int left = line, right = line + width - 1; left < right; left++, right--) {
                float swapped = greys[left];
                greys[left] = greys[right];
                greys[right] = swapped;
            }
        }
        return with(Nd4j.createFromArray(greys).reshape('c', size(), pixels.columns()), labels);
    }

    /**
     * A copy of these pictures, followed by others.
     *
     * @throws IllegalArgumentException if the others have another size, other channels or other classes
     */
    public Images and(Images others) {
        Objects.requireNonNull(others, "There are no other pictures to add.");
        check(
                height == others.height && width == others.width && classes.equals(others.classes),
                "'%s' are pictures of %d×%d in %s and '%s' of %d×%d in %s: only pictures of one size with the same"
                        + " classes can be put together.",
                name,
                height,
                width,
                countOfClasses(),
                others.name,
                others.height,
                others.width,
                others.countOfClasses());
        check(
                channels == others.channels,
                "'%s' are %s and '%s' are %s: take grey() of those in colour to put them together.",
                name,
                kind(channels),
                others.name,
                kind(others.channels));
        int[] all = Arrays.copyOf(labels, size() + others.size());
        System.arraycopy(others.labels, 0, all, size(), others.size());
        return with(Nd4j.concat(0, pixels, others.pixels), all);
    }

    /** The same pictures under another name. */
    public Images named(String other) {
        return new Images(other, pixels, labels, classes, height, width, channels);
    }

    /**
     * A copy of n different pictures, chosen and ordered at random: {@code sample(size(), seed)} shuffles.
     *
     * @param seed the same seed chooses the same pictures on every machine
     * @throws IllegalArgumentException unless 1 ≤ n ≤ {@link #size()}
     */
    public Images sample(int n, long seed) {
        rows(name).checkCount(n, size(), "%,d cannot be sampled");
        int[] order = RandomOrder.identity(size());
        RandomOrder.draw(order, n, new Random(seed)::nextInt);
        return pick(Arrays.copyOf(order, n));
    }

    /**
     * A copy of the first picture of each class, in order of class: the same pictures in every lesson's figures. A class
     * without a picture is left out.
     */
    public Images onePerClass() {
        int[] first = new int[classes.size()];
        Arrays.fill(first, -1);
        for (int i = size() - 1; i >= 0; i--) {
            first[labels[i]] = i;
        }
        return pick(Arrays.stream(first).filter(i -> i >= 0).toArray());
    }

    /**
     * One picture, as a view.
     *
     * @param index from 0 to {@link #size()} − 1
     * @return float32 [height, width], or [3, height, width] in colour
     * @throws IllegalArgumentException if there is no such picture
     */
    public INDArray picture(int index) {
        check(
                index >= 0 && index < size(),
                "'%s' has the pictures 0 to %,d: there is no picture %,d.",
                name,
                size() - 1,
                index);
        INDArray row = pixels.getRow(index);
        return channels == 1 ? row.reshape('c', height, width) : row.reshape('c', channels, height, width);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Images that
                        && name.equals(that.name)
                        && height == that.height
                        && width == that.width
                        && channels == that.channels
                        && classes.equals(that.classes)
                        && Arrays.equals(labels, that.labels)
                        && pixels.equals(that.pixels);
    }

    /** A hash of everything but the pixels, which are compared with a tolerance. */
    @Override
    public int hashCode() {
        return 31 * Objects.hash(name, height, width, channels, classes) + Arrays.hashCode(labels);
    }

    /** One line: "Fashion-MNIST test: 10,000 pictures of 28×28 in 10 classes". */
    @Override
    public String toString() {
        return format("%s: %,d %s of %d×%d in %s", name, size(), kind(channels), height, width, countOfClasses());
    }

    /** "pictures", which are grey unless something else is said, or "colour pictures". */
    static String kind(int channels) {
        return channels == 1 ? "pictures" : "colour pictures";
    }

    /** "10 classes" or "1 class". */
    String countOfClasses() {
        return classes.size() == 1 ? "1 class" : classes.size() + " classes";
    }

    private Images pick(int[] indices) {
        return with(Nd4j.pullRows(pixels, 1, indices, 'c'), LabeledRows.pick(labels, indices));
    }

    private Images with(INDArray rows, int[] itsLabels) {
        return new Images(name, rows, itsLabels, classes, height, width, channels);
    }

    private static LabeledRows rows(String name) {
        return new LabeledRows(name, "picture");
    }

    private static void checkRange(String name, INDArray pixels) {
        long place = ValueScan.firstOutside(pixels, 0, 1);
        if (place >= 0) {
            throw new IllegalArgumentException(format(
                    "Pixel %,d of picture %,d of '%s' is %s, but must lie in [0, 1]: divide grey levels by 255.",
                    place % pixels.columns(), place / pixels.columns(), name, pixels.getFloat(place)));
        }
    }
}
