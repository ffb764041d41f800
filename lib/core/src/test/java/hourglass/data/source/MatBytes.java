package hourglass.data.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Small .mat files of MATLAB's level 5 format, put together byte by byte after its published description. */
public final class MatBytes {
    private static final int UINT8_DATA = 2;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;

    /** What the description calls the class of an array. */
    static final int UINT8_CLASS = 9;

    public static final int INT8_CLASS = 8;

    private MatBytes() {}

    /** A file with these elements. */
    public static byte[] file(byte[]... elements) {
        byte[] header = new byte[128];
        byte[] text = "MATLAB 5.0 MAT-file, written by a test".getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(header, 0, 116, (byte) ' ');
        System.arraycopy(text, 0, header, 0, text.length);
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(124)
                .putShort((short) 0x0100)
                .putShort((short) ('M' << 8 | 'I'));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(header);
        for (byte[] element : elements) {
            file.writeBytes(element);
        }
        return file.toByteArray();
    }

    /** A matrix of bytes, given column after column. */
    public static byte[] matrix(String name, int rows, int columns, byte[] values) {
        return matrix(name, UINT8_CLASS, rows, columns, values);
    }

    public static byte[] matrix(String name, int type, int rows, int columns, byte[] values) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(element(6, ints(type, 0))); // flags
        content.writeBytes(element(5, ints(rows, columns)));
        content.writeBytes(element(1, name.getBytes(StandardCharsets.US_ASCII)));
        content.writeBytes(element(type == UINT8_CLASS ? UINT8_DATA : 1, values));
        return element(MATRIX, content.toByteArray());
    }

    /** An element as MATLAB 7 writes it. */
    public static byte[] compressed(byte[] element) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater())) {
            out.write(element);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        // The one kind of element that is not filled up to a multiple of eight.
        return concatenate(ints(COMPRESSED, bytes.size()), bytes.toByteArray());
    }

    private static byte[] element(int type, byte[] content) {
        return concatenate(ints(type, content.length), Arrays.copyOf(content, (content.length + 7) / 8 * 8));
    }

    private static byte[] ints(int first, int second) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(first)
                .putInt(second)
                .array();
    }

    private static byte[] concatenate(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
