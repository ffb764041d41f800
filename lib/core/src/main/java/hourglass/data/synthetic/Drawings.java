package hourglass.data.synthetic;

import hourglass.data.ClassNames;
import hourglass.data.Dataset;
import hourglass.data.Images;
import hourglass.runtime.Interruption;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The pictures that this project draws itself, for readers without the real datasets: the same classes, shape and grey values,
 * the same bytes on every machine. They are drawn at the first request, in about a second, and kept for later ones. Drawing
 * ends with a {@link java.util.concurrent.CancellationException} when the thread is interrupted.
 *
 * <pre>{@code
 * Dataset garments = Drawings.garments(); // 6,000 + 1,000 pictures of 28×28 in 10 classes
 * }</pre>
 */
public final class Drawings {
    private static final int TRAIN = 6_000;
    private static final int TEST = 1_000;
    private static final int CLASSES = 10;
    private static final int PEOPLE = 40; // as many as in the Olivetti faces
    private static final int PORTRAITS = 10; // of each person
    private static final int PIXELS = Canvas.SIZE * Canvas.SIZE;
    private static final long GARMENTS_SEED = 0x6761726D656E7473L;
    private static final long DIGITS_SEED = 0x646967697473L;
    private static final long FACES_SEED = 0x6661636573L;
    private static final String DOING = "drawing pictures";

    static final DrawnOnce<Sheet> GARMENTS = new DrawnOnce<>(() -> Sheet.of(GARMENTS_SEED, Drawings::garment));
    static final DrawnOnce<Sheet> DIGITS = new DrawnOnce<>(() -> Sheet.of(DIGITS_SEED, DigitPainter::write));

    /** The pixels of all faces, person after person. */
    static final DrawnOnce<byte[]> FACES = new DrawnOnce<>(Drawings::drawFaces);

    private Drawings() {}

    /**
     * Ten kinds of garments, as in Fashion-MNIST: 6,000 pictures for training and 1,000 for testing, as many of each class.
     * Each call returns arrays of its own.
     */
    public static Dataset garments() {
        return GARMENTS.get().dataset("Drawn garments", ClassNames.CLOTHES);
    }

    /**
     * The ten digits, as in MNIST: 6,000 pictures for training and 1,000 for testing, as many of each class. Each call returns
     * arrays of its own.
     */
    public static Dataset digits() {
        return DIGITS.get().dataset("Drawn digits", ClassNames.DIGITS);
    }

    /**
     * Faces, as many as in the Olivetti faces and as large: ten pictures of each person, one person after the other, which
     * differ in expression, light and the way the head is held. Each call returns arrays of its own.
     *
     * @param names the names of the people
     */
    public static Images faces(List<String> names) {
        byte[] labels = new byte[PEOPLE * PORTRAITS];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i / PORTRAITS);
        }
        return images("Drawn faces", FACES.get(), labels, names, 0, labels.length, FacePainter.SIZE);
    }

    /**
     * One garment of an endless collection, drawn by each call: nothing is kept, so a million of them need no memory. Each of
     * the ten classes is equally likely. These are none of the pictures of {@link #garments()}.
     *
     * @param seed the collection; the same seed draws the same pictures on every machine
     * @param number the picture's place in the collection
     * @return 28 · 28 greys in [0, 1], line by line, 0 for black
     */
    public static float[] garment(long seed, int number) {
        Interruption.check(DOING);
        // RandomSource adds seed and number: collections of neighbouring seeds would be the same, moved by one.
        return garmentOf(new SplittableRandom(seed).nextLong(), number);
    }

    /**
     * Neighbouring garments of an endless collection, as {@link #garment(long, int)} draws them, on all processors.
     *
     * @param seed the collection
     * @param from the place of the first one
     * @param count how many, at least 0
     * @return [count][28 · 28]
     * @throws IllegalArgumentException if {@code count} is negative
     */
    public static float[][] garments(long seed, int from, int count) {
        if (count < 0) {
            throw new IllegalArgumentException(count + " garments cannot be drawn: ask for 0 or more.");
        }
        long collection = new SplittableRandom(seed).nextLong();
        float[][] garments = new float[count][];
        Interruption.forEach(count, DOING, i -> garments[i] = garmentOf(collection, from + i));
        return garments;
    }

    private static float[] garmentOf(long collection, int number) {
        RandomSource random = RandomSource.of(collection, number);
        byte[] pixels = new byte[PIXELS];
        garment(random.below(CLASSES), random).write(pixels, 0);
        return greys(pixels, 0, PIXELS);
    }

    private static float[] greys(byte[] pixels, int from, int count) {
        float[] greys = new float[count];
        for (int i = 0; i < count; i++) {
            greys[i] = (pixels[from + i] & 0xFF) / 255f;
        }
        return greys;
    }

    /** Draws one garment of this class, 0 to 9. */
    static Canvas garment(int label, RandomSource random) {
        Canvas canvas = new Canvas(
                switch (label) {
                    case 5, 7, 9 -> Warp.askew(Canvas.SIZE, random, 5, 0.03, 0.2);
                    case 8 -> Warp.askew(Canvas.SIZE, random, 3, 0.03, 0.08);
                    default -> Warp.askew(Canvas.SIZE, random, 3, 0.16, 0.03);
                });
        switch (label) {
            case 0 -> ClothingPainter.tShirt(canvas, random);
            case 1 -> ClothingPainter.trouser(canvas, random);
            case 2 -> ClothingPainter.pullover(canvas, random);
            case 3 -> ClothingPainter.dress(canvas, random);
            case 4 -> ClothingPainter.coat(canvas, random);
            case 5 -> SandalPainter.sandal(canvas, random);
            case 6 -> ClothingPainter.shirt(canvas, random);
            case 7 -> FootwearPainter.sneaker(canvas, random);
            case 8 -> BagPainter.bag(canvas, random);
            case 9 -> FootwearPainter.ankleBoot(canvas, random);
            default -> throw new IllegalArgumentException("There is no garment " + label + ": ask for 0 to 9.");
        }
        return canvas;
    }

    /** All pictures of one kind as bytes, training pictures first. */
    record Sheet(byte[] pixels, byte[] labels) {
        /** Draws all pictures, on as many threads as there are. */
        static Sheet of(long seed, Painter painter) {
            byte[] labels = new byte[TRAIN + TEST];
            shuffledLabels(labels, 0, TRAIN, RandomSource.of(seed, -1));
            shuffledLabels(labels, TRAIN, TRAIN + TEST, RandomSource.of(seed, -2));
            byte[] pixels = new byte[labels.length * PIXELS];
            // Each picture has a seed of its own, so that the order in which threads draw them does not matter.
            Interruption.forEach(labels.length, DOING, i -> painter.draw(labels[i], RandomSource.of(seed, i))
                    .write(pixels, i * PIXELS));
            return new Sheet(pixels, labels);
        }

        private static void shuffledLabels(byte[] labels, int from, int to, RandomSource random) {
            for (int i = from; i < to; i++) {
                int other = from + random.below(i - from + 1);
                labels[i] = labels[other];
                labels[other] = (byte) ((i - from) % CLASSES);
            }
        }

        Dataset dataset(String name, List<String> classes) {
            return new Dataset(
                    name,
                    images(name, pixels, labels, classes, 0, TRAIN, Canvas.SIZE),
                    images(name, pixels, labels, classes, TRAIN, TEST, Canvas.SIZE),
                    Dataset.DRAWN);
        }
    }

    private static Images images(
            String name, byte[] pixels, byte[] labels, List<String> classes, int from, int count, int side) {
        float[] greys = greys(pixels, from * side * side, count * side * side);
        int[] classOf = new int[count];
        for (int i = 0; i < count; i++) {
            classOf[i] = labels[from + i];
        }
        INDArray rows = Nd4j.createFromArray(greys).reshape('c', count, (long) side * side);
        return new Images(name, rows, classOf, classes, side, side);
    }

    /** Draws a picture of a class. */
    @FunctionalInterface
    interface Painter {
        Canvas draw(int label, RandomSource random);
    }

    private static byte[] drawFaces() {
        int pixels = FacePainter.SIZE * FacePainter.SIZE;
        byte[] all = new byte[PEOPLE * PORTRAITS * pixels];
        Interruption.forEach(PEOPLE * PORTRAITS, DOING, i -> {
            // The face itself is the same in all ten pictures of a person.
            FaceParameters face = FaceParameters.of(RandomSource.of(FACES_SEED, -1 - i / PORTRAITS));
            FacePainter.of(face, RandomSource.of(FACES_SEED, i)).write(all, i * pixels);
        });
        return all;
    }
}
