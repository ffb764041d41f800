package hourglass.data;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Damage done to the input of a training, whose target stays the clean picture: what makes a denoising autoencoder
 * (Vincent et al., <i>Extracting and Composing Robust Features with Denoising Autoencoders</i>, 2008).
 *
 * <pre>{@code
 * Corruption noise = Corruption.gaussian(0.5);
 * autoencoder.fit(train, validation, Training.epochs(20).corruption(noise));
 * INDArray noisy = noise.corrupt(test.pixels(), 7);
 * Errors.psnr(test.pixels(), autoencoder.reconstruct(noisy));
 * }</pre>
 *
 * <p>A training draws the noise anew each time it meets a picture; {@link #once} keeps the first draw of each picture for
 * all epochs. What is drawn follows from the seed, the epoch and the place of the picture in its data set alone, so it
 * depends neither on the order of the batches nor on the number of threads.
 *
 * <p>Pictures hold values in [0, 1], and so do corrupted ones: what leaves the range is clipped to it.
 */
public final class Corruption {
    /** The largest standard deviation; from 3 on hardly anything but black and white is left. */
    public static final double MOST = 10;

    /** What happens to the pixels of one picture. */
    private sealed interface Noise {
        void spoil(float[] pixels, SplittableRandom random);
    }

    private final Noise noise;
    private final boolean once;

    private Corruption(Noise noise, boolean once) {
        this.noise = noise;
        this.once = once;
    }

    /** Returns the corruption that changes nothing. */
    public static Corruption none() {
        return new Corruption(new None(), false);
    }

    /**
     * Adds to each pixel its own draw from a normal distribution of mean 0 and clips the sum to [0, 1].
     *
     * @param sigma the standard deviation before clipping, the same for all pixels (<i>homoscedastic</i>), from 0 to
     *     {@value #MOST}; the range from black to white is 1
     * @throws IllegalArgumentException if {@code sigma} is out of its range or NaN
     */
    public static Corruption gaussian(double sigma) {
        return heteroscedastic(sigma, sigma);
    }

    /**
     * Adds normal noise whose standard deviation depends on the pixel's clean value x, as in a camera, where the noise
     * grows with the light: σ(x) = black + (white − black) · x. The sum is clipped to [0, 1].
     *
     * @param black the standard deviation for a black pixel, x = 0, from 0 to {@value #MOST}
     * @param white the standard deviation for a white pixel, x = 1, from 0 to {@value #MOST}
     * @throws IllegalArgumentException if one of them is out of its range or NaN
     */
    public static Corruption heteroscedastic(double black, double white) {
        return new Corruption(new Gaussian(deviation(black), deviation(white)), false);
    }

    /**
     * Turns a share of the pixels black or white, each with the same probability, and leaves the others alone.
     *
     * @param share the probability that a pixel is hit, from 0 to 1
     * @throws IllegalArgumentException if {@code share} is out of its range or NaN
     */
    public static Corruption saltAndPepper(double share) {
        return new Corruption(new SaltAndPepper(share(share)), false);
    }

    /**
     * Sets a share of the pixels to 0 and leaves the others alone (<i>masking noise</i>). Unlike the dropout of a layer
     * it does not scale up what is left.
     *
     * @param share the probability that a pixel is hit, from 0 to 1
     * @throws IllegalArgumentException if {@code share} is out of its range or NaN
     */
    public static Corruption dropoutMask(double share) {
        return new Corruption(new DropoutMask(share(share)), false);
    }

    /** Returns this corruption, drawn once for each picture of a training and the same in all its epochs. */
    public Corruption once() {
        return new Corruption(noise, true);
    }

    /** Whether nothing is changed. */
    public boolean isNone() {
        return noise instanceof None;
    }

    /**
     * Corrupts pictures by one fixed draw, which no training makes: for validation, tests and figures.
     *
     * @param pictures [n, …] values in [0, 1]
     * @param seed the same seed gives the same result
     * @return a new array of the shape of {@code pictures}
     */
    public INDArray corrupt(INDArray pictures, long seed) {
        if (pictures.rank() < 2 || pictures.isEmpty()) {
            throw new IllegalArgumentException("The pictures have shape " + Arrays.toString(pictures.shape())
                    + ": pass at least one picture as [pictures, pixels].");
        }
        INDArray corrupted = pictures.castTo(DataType.FLOAT).dup('c');
        int[] numbers = IntStream.range(0, (int) pictures.size(0)).toArray();
        corrupt(corrupted, numbers, mixed(seed, 0));
        return corrupted;
    }

    /**
     * Corrupts a batch of a training.
     *
     * @param pictures [n, …] clean pictures, in 'c' order
     * @param numbers the places of the n pictures in the training set
     * @param seed the seed of the training
     * @param epoch the epochs that the network has behind it; without effect on what is drawn {@link #once}
     * @param into float32 [n, …] what receives the corrupted pictures, in 'c' order and at the start of its memory; may be
     *     {@code pictures} itself
     */
    public void corrupt(INDArray pictures, int[] numbers, long seed, int epoch, INDArray into) {
        if (into != pictures) {
            into.assign(pictures);
        }
        if (into.offset() != 0 || into.ordering() != 'c' || into.size(0) != numbers.length) {
            throw new IllegalArgumentException("The corrupted pictures of shape " + Arrays.toString(into.shape())
                    + " need an array of their own with one number for each picture: use into.dup('c').");
        }
        corrupt(into, numbers, mixed(seed, once ? 1 : 1 + epoch));
    }

    private void corrupt(INDArray pictures, int[] numbers, long key) {
        if (isNone()) {
            return;
        }
        int n = numbers.length;
        int width = (int) (pictures.length() / n);
        FloatBuffer pixels = pictures.data().asNioFloat();
        IntStream.range(0, n).parallel().forEach(i -> {
            float[] picture = new float[width];
            pixels.get(i * width, picture);
            noise.spoil(picture, new SplittableRandom(mixed(key, numbers[i])));
            pixels.put(i * width, picture);
        });
        // The buffer does not keep the memory alive.
        Reference.reachabilityFence(pictures);
    }

    /** Equal are corruptions of the same kind and level, if both or none are drawn once. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Corruption that && noise.equals(that.noise) && once == that.once;
    }

    @Override
    public int hashCode() {
        return 31 * noise.hashCode() + Boolean.hashCode(once);
    }

    /** Describes it for a table or chart: "Gaussian, σ 0.5" or "salt and pepper, 30 %, drawn once". */
    @Override
    public String toString() {
        return noise + (once ? ", drawn once" : "");
    }

    private record None() implements Noise {
        @Override
        public void spoil(float[] pixels, SplittableRandom random) {}

        @Override
        public String toString() {
            return "no noise";
        }
    }

    private record Gaussian(double black, double white) implements Noise {
        @Override
        public void spoil(float[] pixels, SplittableRandom random) {
            float least = (float) black;
            float slope = (float) (white - black);
            for (int i = 0; i < pixels.length; i++) {
                float x = pixels[i];
                float sum = x + (least + slope * x) * (float) random.nextGaussian();
                pixels[i] = Math.max(0, Math.min(1, sum));
            }
        }

        @Override
        public String toString() {
            return "Gaussian, σ " + number(black)
                    + (black == white ? "" : " at black to " + number(white) + " at white");
        }
    }

    private record SaltAndPepper(double share) implements Noise {
        @Override
        public void spoil(float[] pixels, SplittableRandom random) {
            long half = bound(share / 2);
            long whole = bound(share);
            for (int i = 0; i < pixels.length; i++) {
                long chance = random.nextLong() >>> 32;
                if (chance < whole) {
                    pixels[i] = chance < half ? 0 : 1;
                }
            }
        }

        @Override
        public String toString() {
            return "salt and pepper, " + percent(share);
        }
    }

    private record DropoutMask(double share) implements Noise {
        @Override
        public void spoil(float[] pixels, SplittableRandom random) {
            long hit = bound(share);
            for (int i = 0; i < pixels.length; i++) {
                if (random.nextLong() >>> 32 < hit) {
                    pixels[i] = 0;
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
                    "The share of corrupted pixels is " + share + ": give a number from 0 to 1.");
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
