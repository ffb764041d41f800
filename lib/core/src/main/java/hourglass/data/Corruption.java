package hourglass.data;

import hourglass.runtime.Interruption;
import hourglass.runtime.ValueScan;
import java.lang.ref.Reference;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * Damage done to the input of a training, whose target stays the clean example: what makes a denoising autoencoder
 * (Vincent et al., <i>Extracting and Composing Robust Features with Denoising Autoencoders</i>, 2008).
 *
 * <pre>{@code
 * Corruption noise = Corruption.gaussian(0.5);
 * autoencoder.fit(train, validation, Training.epochs(20).corruption(noise));
 * INDArray noisy = noise.corrupt(test.pixels(), 7);
 * Metrics.psnr(test.pixels(), autoencoder.reconstruct(noisy));
 * }</pre>
 *
 * <p>A training draws the noise anew each time it meets an example; {@link #once} keeps the first draw of each example for
 * all epochs. What is drawn follows from the seed, the epoch and the place of the example in its data set alone, so it
 * depends neither on the order of the batches nor on the number of threads.
 *
 * <p>Pictures hold values in [0, 1], and so do corrupted pictures: what leaves the range is clipped to it. Data of which any
 * value lies outside of [0, 1], such as standardised signals, are no pictures, and nothing of them is clipped. Which of the two
 * holds is decided once for all data that are corrupted together; {@link #withoutClipping} decides it beforehand.
 */
public final class Corruption {
    /**
     * The largest standard deviation that is accepted. From 3 on hardly anything but black and white is left of a picture, so a
     * number beyond this one is taken for a mistake.
     */
    public static final double MOST = 10;

    /** What happens to the values of one example. */
    private sealed interface Noise {
        void apply(float[] values, SplittableRandom random, boolean clipped);

        /** Whether it is defined for values in [0, 1] only. */
        default boolean needsPictures() {
            return false;
        }
    }

    /** Whether what leaves [0, 1] is clipped to it. */
    private enum Clipping {
        BY_DATA,
        ON,
        OFF
    }

    private final Noise noise;
    private final boolean once;
    private final Clipping clipping;

    private Corruption(Noise noise) {
        this(noise, false, Clipping.BY_DATA);
    }

    private Corruption(Noise noise, boolean once, Clipping clipping) {
        this.noise = noise;
        this.once = once;
        this.clipping = clipping;
    }

    /** Returns the corruption that changes nothing. */
    public static Corruption none() {
        return new Corruption(new None());
    }

    /**
     * Adds to each value its own draw from a normal distribution of mean 0.
     *
     * @param sigma the standard deviation before clipping, the same for all values (<i>homoscedastic</i>), from 0 to
     *     {@value #MOST}; the range from black to white is 1
     * @throws IllegalArgumentException if {@code sigma} is out of its range or NaN
     */
    public static Corruption gaussian(double sigma) {
        return heteroscedastic(sigma, sigma);
    }

    /**
     * Adds normal noise whose standard deviation depends on the pixel's clean value x, as in a camera, where the noise
     * grows with the light: σ(x) = black + (white − black) · x. For pictures only.
     *
     * @param black the standard deviation for a black pixel, x = 0, from 0 to {@value #MOST}
     * @param white the standard deviation for a white pixel, x = 1, from 0 to {@value #MOST}
     * @throws IllegalArgumentException if one of them is out of its range or NaN
     */
    public static Corruption heteroscedastic(double black, double white) {
        return new Corruption(new Gaussian(deviation(black), deviation(white)));
    }

    /**
     * Turns a share of the pixels black or white, 0 or 1, each with the same probability, and leaves the others alone. For
     * pictures only.
     *
     * @param share the probability that a pixel is hit, from 0 to 1
     * @throws IllegalArgumentException if {@code share} is out of its range or NaN
     */
    public static Corruption saltAndPepper(double share) {
        return new Corruption(new SaltAndPepper(share(share)));
    }

    /**
     * Sets a share of the values to 0 and leaves the others alone (<i>masking noise</i>). Unlike the dropout of a layer
     * it does not scale up what is left.
     *
     * @param share the probability that a value is hit, from 0 to 1
     * @throws IllegalArgumentException if {@code share} is out of its range or NaN
     */
    public static Corruption dropoutMask(double share) {
        return new Corruption(new DropoutMask(share(share)));
    }

    /** Returns this corruption, drawn once for each example of a training and the same in all its epochs. */
    public Corruption once() {
        return new Corruption(noise, true, clipping);
    }

    /** Returns this corruption for data that may leave [0, 1] although all that are known so far lie in it. */
    public Corruption withoutClipping() {
        return new Corruption(noise, once, Clipping.OFF);
    }

    /** Whether nothing is changed. */
    public boolean isNone() {
        return noise instanceof None;
    }

    /**
     * Returns this corruption for data of which it will get parts: whether they are clipped is decided here, and not by what a
     * part happens to hold.
     *
     * @param clean [n, …] of a floating-point type
     * @throws IllegalArgumentException if a value is NaN or infinite, or outside of [0, 1] and this noise, or what it was
     *     fitted to before, is for pictures only; the sentence names the place
     */
    public Corruption fittedTo(INDArray clean) {
        requireOpen(clean);
        if (isNone()) {
            return this;
        }
        long outside = ValueScan.firstOutside(clean, 0, 1);
        if (outside < 0) {
            return clipping == Clipping.BY_DATA ? new Corruption(noise, once, Clipping.ON) : this;
        }
        long broken = ValueScan.firstNotFinite(clean);
        if (broken >= 0) {
            throw new IllegalArgumentException(
                    at(clean, broken) + ", which cannot be corrupted: repair the value, or leave the example out.");
        }
        if (noise.needsPictures() || clipping == Clipping.ON) {
            throw new IllegalArgumentException(at(clean, outside) + ", but "
                    + (noise.needsPictures() ? "'" + noise + "' is noise for" : "this corruption was fitted to")
                    + " pictures, whose values lie in [0, 1]: scale all data to [0, 1], or take Gaussian noise or a"
                    + " dropout mask without clipping.");
        }
        return new Corruption(noise, once, Clipping.OFF);
    }

    private static void requireOpen(INDArray array) {
        if (array == null) {
            throw new IllegalArgumentException("The examples are null: pass them as [examples, values].");
        }
        if (array.wasClosed()) {
            throw new IllegalArgumentException(
                    "The examples lie in an array that was closed: pass one that still has its memory.");
        }
    }

    private static String at(INDArray array, long place) {
        long length = array.length() / array.size(0);
        long[] indices = Shape.ind2subC(array.shape(), place);
        return String.format(
                Locale.ROOT, "Value %,d of example %,d is %s", place % length, place / length, Float.toString((float)
                        array.getDouble(indices)));
    }

    /**
     * Corrupts examples by one fixed draw, which no training makes: for validation, tests and figures.
     *
     * @param examples [n, …] of any floating-point type
     * @param seed the same seed gives the same result
     * @return float32, a new array of the shape of {@code examples}
     * @throws IllegalArgumentException if there is no example, or for a value that {@link #fittedTo} refuses
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public INDArray corrupt(INDArray examples, long seed) {
        requireOpen(examples);
        if (examples.rank() < 2 || examples.isEmpty()) {
            throw new IllegalArgumentException("The examples have shape " + Arrays.toString(examples.shape())
                    + ": pass at least one example as [examples, values].");
        }
        INDArray corrupted = examples.castTo(DataType.FLOAT).dup('c');
        fittedTo(corrupted).corrupt(corrupted, RandomOrder.identity((int) examples.size(0)), mixed(seed, 0));
        return corrupted;
    }

    /**
     * Corrupts a batch of a training. Unless this corruption was {@linkplain #fittedTo fitted} to the whole training set, the
     * values of the batch decide whether it is clipped.
     *
     * @param examples [n, …] clean examples
     * @param numbers the places of the n examples in the training set
     * @param seed the seed of the training
     * @param epoch the epochs that the network has behind it; without effect on what is drawn {@link #once}
     * @param into [n, …] of the shape of {@code examples} and a floating-point type: what receives the corrupted examples; may
     *     be {@code examples} itself
     * @throws IllegalArgumentException if the arrays do not fit each other, or for a value that {@link #fittedTo} refuses
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public void corrupt(INDArray examples, int[] numbers, long seed, int epoch, INDArray into) {
        Objects.requireNonNull(numbers, "The places of the examples are missing: give one for each.");
        requireOpen(examples);
        requireOpen(into);
        if (!Arrays.equals(into.shape(), examples.shape()) || into.size(0) != numbers.length || !into.isR()) {
            throw new IllegalArgumentException("Examples of shape " + Arrays.toString(examples.shape()) + " with "
                    + numbers.length + " numbers cannot be corrupted into an array of shape "
                    + Arrays.toString(into.shape()) + " and type " + into.dataType()
                    + ": give one number for each example and a floating-point array of the same shape.");
        }
        Corruption fitted = clipping == Clipping.BY_DATA ? fittedTo(examples) : this;
        long key = mixed(seed, once ? 1 : 1 + epoch);
        if (into.dataType() == DataType.FLOAT && into.offset() == 0 && isInOrder(into)) {
            if (into != examples) {
                into.assign(examples);
            }
            fitted.corrupt(into, numbers, key);
        } else {
            INDArray floats = examples.castTo(DataType.FLOAT).dup('c');
            fitted.corrupt(floats, numbers, key);
            into.assign(floats);
        }
    }

    private static boolean isInOrder(INDArray array) {
        return array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
    }

    private void corrupt(INDArray examples, int[] numbers, long key) {
        if (isNone()) {
            return;
        }
        int n = numbers.length;
        int width = Math.toIntExact(examples.length() / n);
        // By pointers to the examples, since a buffer of all of them ends at 2 GB.
        Pointer all = examples.data().pointer();
        Interruption.forEach(n, "drawing noise", i -> {
            float[] values = new float[width];
            FloatPointer example = new FloatPointer(all).position((long) i * width);
            example.get(values, 0, width);
            noise.apply(values, new SplittableRandom(mixed(key, numbers[i])), clipping == Clipping.ON);
            example.put(values, 0, width);
        });
        // The pointers do not keep the memory alive.
        Reference.reachabilityFence(examples);
    }

    /** Equal are corruptions of the same kind and level, if both or none are drawn once, and both or none are clipped. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Corruption that
                && noise.equals(that.noise)
                && once == that.once
                && clipping == that.clipping;
    }

    @Override
    public int hashCode() {
        return Objects.hash(noise, once, clipping);
    }

    /** Describes it for a table or chart: "Gaussian, σ 0.5" or "salt and pepper, 30 %, drawn once". */
    @Override
    public String toString() {
        return noise + (once ? ", drawn once" : "");
    }

    private record None() implements Noise {
        @Override
        public void apply(float[] values, SplittableRandom random, boolean clipped) {}

        @Override
        public String toString() {
            return "no noise";
        }
    }

    private record Gaussian(double black, double white) implements Noise {
        @Override
        public void apply(float[] values, SplittableRandom random, boolean clipped) {
            float least = (float) black;
            float slope = (float) (white - black);
            for (int i = 0; i < values.length; i++) {
                float x = values[i];
                float sum = x + (least + slope * x) * (float) random.nextGaussian();
                values[i] = clipped ? Math.max(0, Math.min(1, sum)) : sum;
            }
        }

        @Override
        public boolean needsPictures() {
            return black != white;
        }

        @Override
        public String toString() {
            return "Gaussian, σ " + number(black)
                    + (black == white ? "" : " at black to " + number(white) + " at white");
        }
    }

    private record SaltAndPepper(double share) implements Noise {
        @Override
        public void apply(float[] values, SplittableRandom random, boolean clipped) {
            long half = bound(share / 2);
            long whole = bound(share);
            for (int i = 0; i < values.length; i++) {
                long draw = random.nextLong() >>> 32;
                if (draw < whole) {
                    values[i] = draw < half ? 0 : 1;
                }
            }
        }

        @Override
        public boolean needsPictures() {
            return share > 0;
        }

        @Override
        public String toString() {
            return "salt and pepper, " + percent(share);
        }
    }

    private record DropoutMask(double share) implements Noise {
        @Override
        public void apply(float[] values, SplittableRandom random, boolean clipped) {
            long hit = bound(share);
            for (int i = 0; i < values.length; i++) {
                if (random.nextLong() >>> 32 < hit) {
                    values[i] = 0;
                }
            }
        }

        @Override
        public String toString() {
            return "dropout mask, " + percent(share);
        }
    }

    /** The number below which a draw of 32 bits lies with this probability. */
    private static long bound(double probability) {
        return Math.round(probability * 0x1.0p32);
    }

    /** A seed made of two numbers; neighbouring ones would otherwise begin alike. */
    private static long mixed(long seed, long number) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() + number).nextLong();
    }

    private static double deviation(double sigma) {
        if (!(sigma >= 0 && sigma <= MOST)) {
            throw new IllegalArgumentException("The standard deviation of the noise is " + sigma
                    + ": give a number from 0 to 10, where 1 is the range from black to white.");
        }
        return sigma;
    }

    private static double share(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "The share of corrupted values is " + share + ": give a number from 0 to 1.");
        }
        return share;
    }

    private static String percent(double share) {
        return number(100 * share) + " %";
    }

    private static String number(double value) {
        return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}
