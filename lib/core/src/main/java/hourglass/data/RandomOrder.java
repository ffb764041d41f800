package hourglass.data;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Random orders of numbers, by the algorithm of Fisher and Yates. Both methods ask a source for whole numbers below a bound,
 * as in {@code random::nextInt}: the same source gives the same order on every machine.
 */
public final class RandomOrder {

    private RandomOrder() {}

    /** Returns the numbers 0, 1, …, n − 1. */
    public static int[] identity(int n) {
        return IntStream.range(0, n).toArray();
    }

    /**
     * Brings all numbers into a random order; each order is equally likely.
     *
     * @param numbers is changed
     * @param below returns a random number from 0 to its argument − 1
     */
    public static void shuffle(int[] numbers, IntUnaryOperator below) {
        for (int i = numbers.length - 1; i > 0; i--) {
            swap(numbers, i, below.applyAsInt(i + 1));
        }
    }

    /**
     * Brings {@code count} numbers, drawn at random without replacement, to the front, and looks at no more random numbers
     * than that takes.
     *
     * @param numbers is changed
     * @param count from 0 to the number of numbers
     * @param below returns a random number from 0 to its argument − 1
     */
    public static void draw(int[] numbers, int count, IntUnaryOperator below) {
        for (int i = 0; i < count; i++) {
            swap(numbers, i, i + below.applyAsInt(numbers.length - i));
        }
    }

    private static void swap(int[] numbers, int i, int j) {
        int swapped = numbers[i];
        numbers[i] = numbers[j];
        numbers[j] = swapped;
    }
}
