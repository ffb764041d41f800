package hourglass.growth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a number of pictures took in one process: a line of {@code growth.csv}.
 *
 * @param way how the pictures came to the network: {@link #MEMORY} or {@link #STREAM}
 * @param pictures how many
 * @param seconds of a warm epoch
 * @param start seconds from the beginning of the program until a first batch was trained on
 * @param peak megabytes that the process held at most
 */
record GrowthPoint(String way, int pictures, double seconds, double start, double peak) {

    /** All pictures lie in one array. */
    static final String MEMORY = "memory";
    /** An iterator reads one batch after the other from a file. */
    static final String STREAM = "stream";

    static final String HEADER = "way,pictures,epoch_s,start_s,peak_mb";

    /** Reads a line of {@link #csv}. */
    static GrowthPoint of(String line) {
        String[] f = line.split(",", -1);
        if (f.length != HEADER.split(",").length) {
            throw new IllegalArgumentException("\"" + line + "\" is no point of growth: it has " + f.length
                    + " fields and should have those of \"" + HEADER + "\".");
        }
        return new GrowthPoint(
                f[0],
                Integer.parseInt(f[1]),
                Double.parseDouble(f[2]),
                Double.parseDouble(f[3]),
                Double.parseDouble(f[4]));
    }

    String csv() {
        return String.format(Locale.ROOT, "%s,%d,%.6f,%.3f,%.0f", way, pictures, seconds, start, peak);
    }

    /** Makes one point of those of several rounds: the medians. */
    static GrowthPoint median(List<GrowthPoint> rounds) {
        GrowthPoint first = rounds.get(0);
        return new GrowthPoint(
                first.way,
                first.pictures,
                median(rounds, GrowthPoint::seconds),
                median(rounds, GrowthPoint::start),
                median(rounds, GrowthPoint::peak));
    }

    private static double median(List<GrowthPoint> rounds, ToDoubleFunction<GrowthPoint> value) {
        return median(rounds.stream().mapToDouble(value).toArray());
    }

    /** The median of at least one number. */
    static double median(double... numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
