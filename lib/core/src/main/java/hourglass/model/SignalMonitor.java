package hourglass.model;

import hourglass.data.SignalWindows;
import java.util.Objects;
import java.util.Optional;

/**
 * Watches a signal while it runs: it is given one step after the other, and raises an alarm for each window of the last steps that
 * is unlike the normal ones, as {@link AnomalyDetector#alarms(double[][], SignalWindows)} does for a signal that is over.
 *
 * <pre>{@code
 * SignalMonitor monitor = new SignalMonitor(detector, windows, 2);
 * monitor.step(temperature, pressure).ifPresent(alarm -> log.warn(alarm.toString()));
 * }</pre>
 *
 * <p>It may be called from several threads, whose steps then come in the order of their calls. A detector may have several monitors,
 * one for each signal.
 */
public final class SignalMonitor {
    private final AnomalyDetector detector;
    private final SignalWindows windows;
    // The last steps, [channels][length]; the next one takes the place of the oldest.
    private final double[][] last;
    private long steps;

    /**
     * Begins to watch a signal.
     *
     * @param detector its network takes sequences of these channels
     * @param windows their length, and after how many steps the next one is looked at
     * @param channels how many numbers a step has
     * @throws IllegalArgumentException if there are no channels
     */
    public SignalMonitor(AnomalyDetector detector, SignalWindows windows, int channels) {
        this.detector = Objects.requireNonNull(detector, "There is no detector to watch the signal.");
        this.windows = Objects.requireNonNull(windows, "There are no windows: give their length and step.");
        if (channels < 1) {
            throw new IllegalArgumentException(
                    "The signal has " + channels + " channels: give the number of values of a step, at least 1.");
        }
        last = new double[channels][windows.length()];
    }

    /**
     * Takes a step.
     *
     * @param values one for each channel; NaN where a sensor was silent
     * @return an alarm if this step ends a window whose score is above the threshold; its number is that of the step at which the
     *     window begins, from 0, and begins anew after 2³¹ steps
     * @throws IllegalArgumentException if there are more or fewer values than channels, one is infinite, the network does not take
     *     such windows, or no value of a whole window is known; the step is taken in any case but the first two
     * @throws IllegalStateException if the detector was closed
     */
    public synchronized Optional<Alarm> step(double... values) {
        Objects.requireNonNull(values, "There are no values of the step.");
        if (values.length != last.length) {
            throw new IllegalArgumentException("The step " + steps + " has " + values.length
                    + (values.length == 1 ? " value" : " values") + ", and the signal has " + last.length
                    + (last.length == 1 ? " channel" : " channels")
                    + ": give one for each, NaN where a sensor was silent.");
        }
        for (int channel = 0; channel < values.length; channel++) {
            if (Double.isInfinite(values[channel])) {
                throw new IllegalArgumentException("The step " + steps + " has " + values[channel] + " in channel "
                        + channel + ", counted from 0: give a finite number, or NaN where a sensor was silent.");
            }
        }
        int place = (int) (steps % windows.length());
        for (int channel = 0; channel < values.length; channel++) {
            last[channel][place] = values[channel];
        }
        steps++;
        long begin = steps - windows.length();
        return begin >= 0 && begin % windows.step() == 0
                ? detector.alarm(window(), (int) (begin & Integer.MAX_VALUE))
                : Optional.empty();
    }

    /** Returns how many steps were taken. */
    public synchronized long steps() {
        return steps;
    }

    /** The last steps, the oldest first. */
    private double[][] window() {
        int length = windows.length();
        int oldest = (int) (steps % length);
        double[][] window = new double[last.length][length];
        for (int channel = 0; channel < last.length; channel++) {
            System.arraycopy(last[channel], oldest, window[channel], 0, length - oldest);
            System.arraycopy(last[channel], 0, window[channel], length - oldest, oldest);
        }
        return window;
    }
}
