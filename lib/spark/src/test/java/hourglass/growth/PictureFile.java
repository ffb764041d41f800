package hourglass.growth;

import hourglass.data.synthetic.Drawings;
import hourglass.runtime.AtomicFile;
import hourglass.runtime.Interruption;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/**
 * A file of pictures of 28×28, one byte for each pixel and nothing else: some drawn garments, repeated with noise of their own
 * on the lit pixels, so that a million take seconds to make and no two are alike.
 *
 * <p>Pixels that no garment reaches stay black in all pictures, as in Fashion-MNIST.
 */
final class PictureFile implements AutoCloseable {

    /** Numbers of a picture. */
    static final int PIXELS = 28 * 28;

    private static final int DRAWN = 1_000;
    private static final long SEED = 7;
    private static final int READ_AT_A_TIME = 256;
    // A byte of a random number, moved by so many bits, is noise of −8 to 7 of 255 greys.
    private static final int NOISE_BITS = 4;

    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(READ_AT_A_TIME * PIXELS);

    private PictureFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Writes so many pictures; fewer are the first of more. */
    static void write(Path path, int pictures) throws IOException {
        float[][] drawn = Drawings.garments(SEED, 0, Math.min(DRAWN, pictures));
        AtomicFile.write(path, out -> {
            byte[] picture = new byte[PIXELS];
            for (int i = 0; i < pictures; i++) {
                Interruption.check("writing pictures");
                noisy(drawn[i % drawn.length], new SplittableRandom(i), picture);
                out.write(picture);
            }
        });
    }

    private static void noisy(float[] drawn, SplittableRandom random, byte[] picture) {
        long noise = 0;
        for (int i = 0; i < PIXELS; i++) {
            noise = i % Long.BYTES == 0 ? random.nextLong() : noise >> Byte.SIZE;
            int grey = Math.round(drawn[i] * 255);
            picture[i] = (byte) (grey == 0 ? 0 : Math.max(0, Math.min(255, grey + ((byte) noise >> NOISE_BITS))));
        }
    }

    /** Opens a file that {@link #write} has made. */
    static PictureFile open(Path path) throws IOException {
        return new PictureFile(FileChannel.open(path, StandardOpenOption.READ));
    }

    /**
     * Reads neighbouring pictures.
     *
     * @param first the number of the first one
     * @param count how many
     * @param greys [count · 784] or more, in [0, 1]
     * @throws EOFException if the file has fewer
     */
    void read(int first, int count, float[] greys) throws IOException {
        int bytes = count * PIXELS;
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocate(bytes);
        }
        buffer.clear().limit(bytes);
        long position = (long) first * PIXELS;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, position + buffer.position());
            if (read < 0) {
                throw new EOFException("The file of pictures ends before picture " + (first + count) + ".");
            }
        }
        byte[] pixels = buffer.array();
        for (int i = 0; i < bytes; i++) {
            greys[i] = (pixels[i] & 0xFF) / 255f;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Pictures of a file one by one, each as an array of its own, as Spark's collections hold them. */
    static Iterator<float[]> pictures(Path path, int from, int to) {
        return new Iterator<>() {
            private int next = from;
            private Iterator<float[]> some = List.<float[]>of().iterator();

            @Override
            public boolean hasNext() {
                return some.hasNext() || next < to;
            }

            @Override
            public float[] next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("There is no picture after number " + (to - 1) + ".");
                }
                if (!some.hasNext()) {
                    int count = Math.min(READ_AT_A_TIME, to - next);
                    some = block(path, next, count);
                    next += count;
                }
                return some.next();
            }
        };
    }

    // Opened for each block: a task that is cancelled leaves no file open behind it.
    private static Iterator<float[]> block(Path path, int first, int count) {
        float[] greys = new float[count * PIXELS];
        try (PictureFile file = open(path)) {
            file.read(first, count, greys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<float[]> pictures = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pictures.add(java.util.Arrays.copyOfRange(greys, i * PIXELS, (i + 1) * PIXELS));
        }
        return pictures.iterator();
    }
}
