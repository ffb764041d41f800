package hourglass.data.format;

import hourglass.runtime.IoErrors;
import hourglass.runtime.MemoryErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile.Entry;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;

/** Reads a matrix of bytes from a file of MATLAB's level 5 format. */
public final class MatFile {

    private static final long MOST_BYTES = 64 << 20;

    private MatFile() {}

    /**
     * A matrix of unsigned bytes.
     *
     * @param values column after column
     */
    public record Bytes(int rows, int columns, byte[] values) {}

    /**
     * Reads one variable; others in the file are passed over.
     *
     * @param sha256 of the whole file
     * @throws IllegalArgumentException if the file has another checksum or holds no such matrix
     * @throws UncheckedIOException if it cannot be read
     * @throws OutOfMemoryError if it says that it holds more than there is memory for
     */
    public static Bytes read(Path path, String variable, String sha256) {
        byte[] file = bytes(path);
        String found = DataFile.sha256(file);
        if (!found.equals(sha256)) {
            throw new IllegalArgumentException(path + " is not the published file (its bytes have the SHA-256 " + found
                    + " instead of " + sha256 + "): delete it, or put the published file in its place.");
        }
        // A header may ask for gigabytes that the file does not hold.
        Matrix matrix = MemoryErrors.explained("reading " + path, () -> parse(path, variable, file));
        return matrix(path, variable, matrix);
    }

    private static Matrix parse(Path path, String variable, byte[] file) {
        try {
            Iterator<Entry> entries = Mat5.newReader(Sources.wrap(file))
                    .setEntryFilter(header -> header.getName().equals(variable))
                    .disableSubsystemProcessing()
                    .readMat()
                    .getEntries()
                    .iterator();
            if (entries.hasNext() && entries.next().getValue() instanceof Matrix matrix) {
                return matrix;
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    path + " is damaged or not a .mat file of MATLAB's level 5 format: copy or download it again.", e);
        }
        throw new IllegalArgumentException(
                path + " has no matrix '" + variable + "': put the published file in its place.");
    }

    private static Bytes matrix(Path path, String variable, Matrix matrix) {
        if (matrix.getType() != MatlabType.UInt8 || matrix.getNumDimensions() != 2) {
            throw new IllegalArgumentException(path + " holds '" + variable + "' as " + matrix
                    + ", not as a matrix of unsigned bytes: put the published file in its place.");
        }
        byte[] values = new byte[matrix.getNumElements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = matrix.getByte(i);
        }
        return new Bytes(matrix.getNumRows(), matrix.getNumCols(), values);
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
