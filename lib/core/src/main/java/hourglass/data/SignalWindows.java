package hourglass.data;

import hourglass.runtime.Interruption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Windows of one length that are cut out of a running signal, one after the other, overlapping or not. What is left at the end
 * and fills no window is left out.
 *
 * @param length steps of a window
 * @param step how many steps further the next window begins; as many as the length for windows that do not overlap
 */
public record SignalWindows(int length, int step) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is below 1, or a window begins after the end of the one before
     */
    public SignalWindows {
        if (length < 1 || step < 1 || step > length) {
            throw new IllegalArgumentException("Windows of " + length + " steps cannot begin every " + step
                    + " steps: give a length of at least 1, and a step from 1 to the length.");
        }
    }

    /**
     * Cuts a signal.
     *
     * @param signal [channels][time]; NaN where a value is missing
     * @return as many windows as fit, each [channels][length]
     * @throws IllegalArgumentException if the signal is shorter than a window, the channels differ in length, or nothing of a
     *     window is known
     */
    public Sequences cut(double[][] signal) {
        Objects.requireNonNull(signal, "There is no signal: give double[channels][time].");
        int time = signal.length == 0 || signal[0] == null ? 0 : signal[0].length;
        if (time < length) {
            throw new IllegalArgumentException("The signal has " + time + " steps, and a window " + length
                    + ": give a longer signal or shorter windows.");
        }
        for (int channel = 0; channel < signal.length; channel++) {
            int found = signal[channel] == null ? 0 : signal[channel].length;
            if (found != time) {
                throw new IllegalArgumentException("Channel " + channel + ", counted from 0, has " + found
                        + " steps, and channel 0 has " + time
                        + ": give the same number in each, with NaN for values that are missing.");
            }
        }
        List<double[][]> windows = new ArrayList<>();
        for (int start = 0; start <= time - length; start += step) {
            Interruption.check("cutting a signal");
            int from = start;
            windows.add(Arrays.stream(signal)
                    .map(channel -> Arrays.copyOfRange(channel, from, from + length))
                    .toArray(double[][]::new));
        }
        return Sequences.of(windows);
    }

    /**
     * Returns the step of the signal at which a window begins.
     *
     * @param window its number, from 0
     */
    public int start(int window) {
        return Math.multiplyExact(window, step);
    }
}
