package hourglass.spark;

import hourglass.data.Images;
import hourglass.data.synthetic.Drawings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pictures in partitions, each a {@code float[]} of numbers in [0, 1], as the rows of {@link Images#pixels}. A partition hands out one picture after the
 * other and is never in memory as a whole.
 */
public final class ImageRdd {
    // So many pictures lie in one array of bytes: a part travels as a few objects, and not as one for each picture.
    private static final int BLOCK = 64;
    private static final float WHITE = 255f;

    private ImageRdd() {}

    /**
     * Garments drawn where they are needed: what travels to an executor is a seed and two numbers, and a partition that is
     * lost is drawn again.
     *
     * @param seed the collection; see {@link Drawings#garment(long, int)}
     * @param from the number of the first picture
     * @param to the number after the last picture
     * @param partitions how many parts, in the order of their numbers; parts differ by at most one picture
     * @throws IllegalArgumentException unless {@code from < to} and {@code partitions} is at least 1
     */
    public static JavaRDD<float[]> drawn(JavaSparkContext spark, long seed, int from, int to, int partitions) {
        requirePictures((long) to - from);
        requirePartitions(partitions);
        List<Range> ranges = IntStream.range(0, partitions)
                .mapToObj(i -> new Range(seed, between(from, to, i, partitions), between(from, to, i + 1, partitions)))
                .toList();
        return spark.parallelize(ranges, partitions).flatMap(Range::pictures);
    }

    /**
     * Pictures that lie in this process's memory. They travel as one byte for each pixel, which is what the datasets have:
     * other greys are rounded to the next of 256.
     *
     * @param images whose order the partitions keep
     * @param partitions how many parts
     * @throws IllegalArgumentException if {@code partitions} is below 1
     */
    public static JavaRDD<float[]> of(JavaSparkContext spark, Images images, int partitions) {
        requirePartitions(partitions);
        List<Part> parts = IntStream.range(0, partitions)
                .mapToObj(i -> Part.of(
                        images, between(0, images.size(), i, partitions), between(0, images.size(), i + 1, partitions)))
                .toList();
        return spark.parallelize(parts, partitions).flatMap(Part::pictures);
    }

    private static int between(int from, int to, int part, int parts) {
        return (int) (from + ((long) to - from) * part / parts);
    }

    private static void requirePictures(long count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "The range has " + count + " pictures: give a number after the last that is above the first.");
        }
    }

    private static void requirePartitions(int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException("Pictures cannot be in " + partitions + " partitions: give at least 1.");
        }
    }

    /** Pictures that are drawn when they are asked for. */
    private record Range(long seed, int from, int to) implements Serializable {
        Iterator<float[]> pictures() {
            return IntStream.range(from, to)
                    .mapToObj(number -> Drawings.garment(seed, number))
                    .iterator();
        }
    }

    /** Pictures as bytes, a few in each block. */
    private record Part(int pixels, List<byte[]> blocks) implements Serializable {
        static Part of(Images images, int from, int to) {
            int pixels = images.pixels().columns();
            List<byte[]> blocks = new ArrayList<>();
            for (int start = from; start < to; start += BLOCK) {
                int end = Math.min(to, start + BLOCK);
                INDArray rows = images.range(start, end).pixels();
                float[] greys = rows.dup('c').data().asFloat();
                byte[] block = new byte[greys.length];
                for (int i = 0; i < greys.length; i++) {
                    block[i] = (byte) Math.round(greys[i] * WHITE);
                }
                blocks.add(block);
            }
            return new Part(pixels, blocks);
        }

        Iterator<float[]> pictures() {
            return blocks.stream()
                    .flatMap(block -> IntStream.range(0, block.length / pixels).mapToObj(i -> picture(block, i)))
                    .iterator();
        }

        private float[] picture(byte[] block, int number) {
            float[] greys = new float[pixels];
            for (int i = 0; i < pixels; i++) {
                greys[i] = (block[number * pixels + i] & 0xFF) / WHITE;
            }
            return greys;
        }
    }
}
