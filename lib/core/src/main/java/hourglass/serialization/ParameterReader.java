package hourglass.serialization;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataBuffer.AllocationMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The row of numbers that Deeplearning4j keeps for a network's weights or its optimiser's state.
 *
 * <p>ND4J's own reader believes the file: it takes as much memory as a header asks for, and a shape that is larger than the
 * numbers behind it makes it read beyond them. Here the header must agree with itself and with the network.
 */
final class ParameterReader {
    private static final int BLOCK = 1 << 16;
    private static final int MOST_DIMENSIONS = 2;

    private ParameterReader() {}

    private record Header(long length, String type) {}

    /**
     * Reads to the end of a stream.
     *
     * @param most how many numbers there may be
     * @param room how many numbers a file of this size can hold, since memory is taken for all at once
     * @return [1, n] float32
     * @throws IOException if the stream holds something else; the message says what, as part of a sentence
     */
    static INDArray read(InputStream stream, long most, long room) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        try {
            long promised = length(in);
            Header values = header(in);
            if (values.length != promised) {
                throw new IOException("speaks of " + promised + " numbers and of " + values.length);
            }
            if (promised < 1 || promised > most) {
                throw new IOException(
                        "speaks of " + promised + " numbers, where the network it describes has room for " + most);
            }
            if (promised > room) {
                throw new IOException("speaks of " + promised + " numbers, more than the file can hold");
            }
            INDArray vector = numbers(in, (int) promised, values.type);
            if (in.read() >= 0) {
                throw new IOException("goes on after its " + promised + " numbers");
            }
            return vector;
        } catch (EOFException e) {
            throw new IOException("ends before its last number", e);
        } catch (java.io.UTFDataFormatException | IllegalArgumentException e) {
            throw new IOException("does not begin like an array of ND4J's", e);
        }
    }

    /** The number of values that the array's shape speaks of. */
    private static long length(DataInputStream in) throws IOException {
        Header header = header(in);
        boolean wide = header.type.equals(DataType.LONG.name());
        if (!wide && !header.type.equals(DataType.INT.name())) {
            throw new IOException("does not begin with the shape of an array");
        }
        long dimensions = header.length < 1 ? 0 : wide ? in.readLong() : in.readInt();
        // The number of dimensions, for each its size and its stride, then three numbers more.
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS || header.length != 2 * dimensions + 4) {
            throw new IOException("has another shape than a row of numbers");
        }
        long[] sizes = new long[(int) header.length - 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = wide ? in.readLong() : in.readInt();
        }
        // All numbers of a row lie in their order, whatever the strides.
        if (dimensions == 2 && sizes[0] != 1 && sizes[1] != 1) {
            throw new IOException("has another shape than a row of numbers");
        }
        return dimensions == 1 ? sizes[0] : sizes[0] == 1 ? sizes[1] : sizes[0];
    }

    private static Header header(DataInputStream in) throws IOException {
        AllocationMode mode = AllocationMode.valueOf(in.readUTF());
        // Deeplearning4j before 1.0.0-beta wrote the length as an int.
        boolean old = mode.ordinal() < AllocationMode.LONG_SHAPE.ordinal();
        long length = old ? in.readInt() : in.readLong();
        return new Header(length, in.readUTF());
    }

    private static INDArray numbers(DataInputStream in, int count, String type) throws IOException {
        boolean wide = type.equals(DataType.DOUBLE.name());
        if (!wide && !type.equals(DataType.FLOAT.name())) {
            throw new IOException(
                    "holds numbers of the type " + DataType.valueOf(type) + " where FLOAT and DOUBLE can be loaded");
        }
        INDArray vector = Nd4j.createUninitialized(DataType.FLOAT, new long[] {1, count}, 'c');
        FloatBuffer target = vector.data().asNioFloat();
        int size = wide ? Double.BYTES : Float.BYTES;
        byte[] bytes = new byte[BLOCK * size];
        for (int from = 0; from < count; from += BLOCK) {
            int length = Math.min(BLOCK, count - from);
            in.readFully(bytes, 0, length * size);
            ByteBuffer block = ByteBuffer.wrap(bytes);
            for (int i = 0; i < length; i++) {
                target.put(wide ? (float) block.getDouble() : block.getFloat());
            }
        }
        return vector;
    }
}
