package hourglass.data.synthetic;

import hourglass.data.Dataset;
import hourglass.data.RandomOrder;
import hourglass.data.Signals;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The heartbeats that this project draws itself, for readers without ECG5000: 140 steps of 5 ms, the same on every machine.
 *
 * <p>A beat is a sum of Gaussians, one for each of the waves P, Q, R, S and two for the lopsided T, as in P. E. McSharry, G.
 * D. Clifford, L. Tarassenko, L. A. Smith, "A dynamical model for generating synthetic electrocardiogram signals", IEEE
 * Transactions on Biomedical Engineering 50, 2003. Heights, widths and places vary from beat to beat; the baseline wanders,
 * and there is noise. Each beat is standardised to mean 0 and variance 1, as ECG5000's are.
 */
public final class Heartbeats {

    static final int STEPS = 140;
    static final List<String> CLASSES = List.of("normal", "ectopic", "ST shift", "missing P", "inverted T");

    private static final int NORMALS = 900;
    private static final int ABNORMAL_EACH = 75;
    private static final long SEED = 0x6865617274L;

    private Heartbeats() {}

    /** 900 normal beats and 75 of each of four abnormal kinds, in random order. */
    public static Signals drawn() {
        int count = NORMALS + ABNORMAL_EACH * (CLASSES.size() - 1);
        int[] labels = IntStream.range(0, count)
                .map(i -> i < NORMALS ? 0 : 1 + (i - NORMALS) / ABNORMAL_EACH)
                .toArray();
        RandomOrder.shuffle(labels, RandomSource.of(SEED, -1)::below);
        float[][] values = new float[count][];
        for (int i = 0; i < count; i++) {
            values[i] = beat(labels[i], RandomSource.of(SEED, i));
        }
        return new Signals("Drawn heartbeats", Nd4j.createFromArray(values), labels, CLASSES, Dataset.DRAWN, "");
    }

    /** One beat of a class, its values in millivolts before they are standardised. */
    static float[] beat(int label, RandomSource random) {
        double[] beat = new double[STEPS];
        double pulse = random.about(1, 0.08); // a slow heart's waves lie further apart
        double r = random.about(55, 2.5); // the step of the R wave's peak
        boolean ectopic = label == 1;
        double height = random.about(1.1, 0.25);
        if (ectopic) {
            double wide = random.between(1.6, 3.2);
            wave(beat, height * random.between(0.9, 1.3), r - 2, 3 * wide);
            wave(beat, -height * random.between(0.2, 0.5), r + 6 * wide, 3.5 * wide);
        } else {
            wave(beat, -random.about(0.12, 0.06), r - 5, random.about(1.8, 0.3));
            wave(beat, height, r, random.about(2.2, 0.35));
            wave(beat, -random.about(0.25, 0.12), r + 5, random.about(2.2, 0.4));
        }
        double p = random.about(0.17, 0.07);
        if (!ectopic && label != 3) {
            wave(beat, p, r - 28 * pulse + random.about(0, 2), random.about(5, 0.8));
        }
        double t = random.about(0.34, 0.14);
        if (ectopic) {
            t = -random.between(0.2, 0.5);
        } else if (label == 4) {
            t = -random.between(0.05, 0.35);
        }
        double end = r + 45 * pulse + random.about(0, 3);
        wave(beat, 0.6 * t, end - 4, random.about(9, 1.2));
        wave(beat, 0.5 * t, end + 4, random.about(6, 0.8));
        double st = random.about(0, 0.03);
        if (label == 2) {
            st += (random.maybe(0.5) ? 1 : -1) * random.between(0.07, 0.25);
        }
        wave(beat, st, r + 20 * pulse, 7);
        disturb(beat, random);
        return standardised(beat);
    }

    // StrictMath, so that every machine draws the same beats.
    private static void wave(double[] beat, double height, double middle, double width) {
        for (int i = 0; i < STEPS; i++) {
            double z = (i - middle) / width;
            beat[i] += height * StrictMath.exp(-z * z / 2);
        }
    }

    private static void disturb(double[] beat, RandomSource random) {
        double wander = random.between(0, 0.06);
        double phase = random.between(0, 2 * Math.PI);
        double slope = random.about(0, 0.06);
        for (int i = 0; i < STEPS; i++) {
            double time = i / (double) STEPS;
            beat[i] += wander * StrictMath.sin(2 * Math.PI * time + phase) + slope * time + random.about(0, 0.03);
        }
    }

    private static float[] standardised(double[] beat) {
        double mean = 0;
        for (double value : beat) {
            mean += value / STEPS;
        }
        double variance = 0;
        for (double value : beat) {
            variance += (value - mean) * (value - mean) / STEPS;
        }
        double deviation = Math.sqrt(variance);
        float[] values = new float[STEPS];
        for (int i = 0; i < STEPS; i++) {
            values[i] = (float) ((beat[i] - mean) / deviation);
        }
        return values;
    }
}
