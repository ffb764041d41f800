package hourglass.data.format;

import hourglass.runtime.IoErrors;
import hourglass.runtime.Sha256;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.InflaterInputStream;

/**
 * Reads a matrix of bytes from a file of MATLAB's level 5 format: a header, then one element for each variable, compressed or
 * not, with a tag that says its type and length. Sizes are never trusted: memory is taken as bytes arrive.
 */
public final class MatFile {

    private static final long MOST_BYTES = 64 << 20;

    private static final int HEADER = 128;
    private static final int LEVEL_5 = 0x0100;

    // The format's names for the types of its elements, and for the classes of its arrays.
    private static final int MI_INT8 = 1;
    private static final int MI_UINT8 = 2;
    private static final int MI_INT32 = 5;
    private static final int MI_UINT32 = 6;
    private static final int MI_MATRIX = 14;
    private static final int MI_COMPRESSED = 15;
    private static final int MX_UINT8_CLASS = 9;
    private static final int MX_OPAQUE_CLASS = 17;
    private static final int COMPLEX = 0x0800;

    private final ByteOrder order;

    private MatFile(ByteOrder order) {
        this.order = order;
    }

    /**
     * A matrix of unsigned bytes.
     *
     * @param values column after column
     */
    public record Bytes(int rows, int columns, byte[] values) {}

    /** What stands before the content of an element; the length is at least 0. */
    private record Tag(int type, int length, boolean small, byte[] content) {}

    /**
     * Reads one variable; others in the file are passed over.
     *
     * @param sha256 of the whole file
     * @throws IllegalArgumentException if the file has another checksum or holds no such matrix
     * @throws UncheckedIOException if it cannot be read
     */
    public static Bytes read(Path path, String variable, String sha256) {
        Objects.requireNonNull(path, "There is no path of a MAT file to read.");
        byte[] file = bytes(path);
        String found = Sha256.of(file);
        if (!found.equals(sha256)) {
            throw new IllegalArgumentException(path + " is not the published file (its bytes have the SHA-256 " + found
                    + " instead of " + sha256 + "): delete it, or put the published file in its place.");
        }
        Bytes matrix;
        try {
            matrix = find(path, variable, file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    path + " is damaged or not a .mat file of MATLAB's level 5 format: copy or download it again.", e);
        }
        if (matrix == null) {
            throw new IllegalArgumentException(
                    path + " has no matrix '" + variable + "': put the published file in its place.");
        }
        return matrix;
    }

    private static Bytes find(Path path, String variable, byte[] file) throws IOException {
        if (file.length < HEADER) {
            throw new EOFException("The header ends early.");
        }
        // The letters MI, written as one number in the order of the bytes that the file is in.
        ByteOrder order = file[HEADER - 2] == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer header = ByteBuffer.wrap(file).order(order);
        if (header.getShort(HEADER - 2) != ('M' << 8 | 'I') || header.getShort(HEADER - 4) != LEVEL_5) {
            throw new IOException("The header is of another format.");
        }
        MatFile reader = new MatFile(order);
        InputStream in = new ByteArrayInputStream(file, HEADER, file.length - HEADER);
        while (in.available() > 0) {
            Tag element = reader.tag(in);
            byte[] content = reader.content(in, element);
            InputStream bytes = new ByteArrayInputStream(content);
            boolean compressed = element.type == MI_COMPRESSED;
            try (InputStream inside = compressed ? new InflaterInputStream(bytes) : bytes) {
                Tag one = compressed ? reader.tag(inside) : element;
                if (one.type != MI_MATRIX) {
                    throw new IOException("An element of type " + one.type + " stands where a variable should.");
                }
                Bytes matrix = one.length == 0 ? null : reader.matrix(path, variable, inside);
                if (matrix != null) {
                    return matrix;
                }
            }
        }
        return null;
    }

    /** Reads a variable, or nothing if it has another name. */
    private Bytes matrix(Path path, String variable, InputStream in) throws IOException {
        ByteBuffer flags = numbers(in, MI_UINT32);
        if (flags.remaining() != 2 * Integer.BYTES) {
            throw new IOException("The flags of a variable have " + flags.remaining() + " bytes in place of 8.");
        }
        int arrayClass = flags.getInt(0) & 0xff;
        if (arrayClass == MX_OPAQUE_CLASS) { // An object, which has no dimensions.
            return null;
        }
        ByteBuffer dimensions = numbers(in, MI_INT32);
        String name = new String(numbers(in, MI_INT8).array(), StandardCharsets.US_ASCII);
        if (!name.equals(variable)) {
            return null;
        }
        boolean complex = (flags.getInt(0) & COMPLEX) != 0;
        if (arrayClass != MX_UINT8_CLASS || complex || dimensions.remaining() != 2 * Integer.BYTES) {
            throw new IllegalArgumentException(path + " holds '" + variable + "' as "
                    + (complex ? "complex numbers" : "an array of class " + arrayClass) + " with "
                    + dimensions.remaining() / Integer.BYTES
                    + " dimensions, not as a matrix of unsigned bytes: put the published file in its place.");
        }
        int rows = dimensions.getInt();
        int columns = dimensions.getInt();
        byte[] values = numbers(in, MI_UINT8).array();
        if (rows < 0 || columns < 0 || (long) rows * columns != values.length) {
            throw new IOException(rows + "×" + columns + " values are promised, and " + values.length + " are there.");
        }
        return new Bytes(rows, columns, values);
    }

    private ByteBuffer numbers(InputStream in, int type) throws IOException {
        Tag tag = tag(in);
        if (tag.type != type) {
            throw new IOException("An element of type " + tag.type + " stands where one of type " + type + " should.");
        }
        byte[] content = content(in, tag);
        if (!tag.small) {
            in.skipNBytes(-tag.length & 7); // Filled up to a multiple of eight.
        }
        return ByteBuffer.wrap(content).order(order);
    }

    private Tag tag(InputStream in) throws IOException {
        ByteBuffer tag = ByteBuffer.wrap(exactly(in, 2 * Integer.BYTES)).order(order);
        int first = tag.getInt();
        // At most four bytes stand within the tag itself, after their number and type in half the usual room.
        boolean small = first >>> 16 != 0;
        int length = small ? first >>> 16 : tag.getInt(Integer.BYTES);
        if (length < 0 || small && length > Integer.BYTES) {
            throw new IOException("An element has the length " + length + ".");
        }
        byte[] content = new byte[small ? length : 0];
        tag.get(content);
        return new Tag(small ? first & 0xffff : first, length, small, content);
    }

    private byte[] content(InputStream in, Tag tag) throws IOException {
        return tag.small ? tag.content : exactly(in, tag.length);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("It ends after " + bytes.length + " of " + length + " bytes.");
        }
        return bytes;
    }

    private static byte[] bytes(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new IllegalArgumentException(path + " has " + Files.size(path)
                        + " bytes, far more than the published file: put that in its place.");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw IoErrors.unreadable(path, e);
        }
    }
}
