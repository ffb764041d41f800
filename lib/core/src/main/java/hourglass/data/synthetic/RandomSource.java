package hourglass.data.synthetic;

import java.util.SplittableRandom;

/**
 * The random choices of one picture, signal or text. Only {@link SplittableRandom#nextLong()} is asked, and the rest is plain
 * arithmetic, so that the same choices are made on every machine and every JDK.
 */
public final class RandomSource {
    private final SplittableRandom random;

    private RandomSource(SplittableRandom random) {
        this.random = random;
    }

    /** The choices of the example with this number in the set with this seed; the order of drawing does not matter. */
    public static RandomSource of(long seed, int number) {
        // Seeding twice: neighbouring seeds would otherwise begin alike.
        return new RandomSource(new SplittableRandom(new SplittableRandom(seed + number).nextLong()));
    }

    /** Uniform in [0, 1). */
    double unit() {
        return (random.nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [low, high). */
    double between(double low, double high) {
        return low + (high - low) * unit();
    }

    /** Around {@code middle}, never further from it than {@code reach}, and more likely near than far (triangular). */
    double about(double middle, double reach) {
        return middle + reach * (unit() + unit() - 1);
    }

    /** True with this probability. */
    boolean maybe(double probability) {
        return unit() < probability;
    }

    /** One of 0 … n−1, all equally likely. */
    int below(int n) {
        return (int) (unit() * n);
    }

    /** A place in {@code weights}, each as likely as its weight. */
    int weighted(double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double left = unit() * sum;
        int place = 0;
        while (place < weights.length - 1 && left >= weights[place]) {
            left -= weights[place++];
        }
        return place;
    }

    /** A seed for something that draws its own noise. */
    long seed() {
        return random.nextLong();
    }
}
