package hourglass.data.format;

import hourglass.runtime.Interruption;
import hourglass.runtime.IoErrors;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** What the readers of all formats share. */
final class DataFile {

    static final int BUFFER = 1 << 16;

    private DataFile() {}

    /**
     * Opens a file and decompresses it if its first bytes, whatever it is called, are those of gzip. Reading from it ends with
     * a {@link java.util.concurrent.CancellationException} when the thread is interrupted.
     */
    static InputStream open(Path path) throws IOException {
        InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        try {
            file.mark(2);
            boolean compressed = file.read() == 0x1f && file.read() == 0x8b;
            file.reset();
            return new Interruptible(compressed ? new GZIPInputStream(file, BUFFER) : file, path);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** The error to throw for a fault in reading, with one sentence: damaged content, or a file that cannot be read. */
    static RuntimeException fault(Path path, IOException cause) {
        if (cause instanceof ZipException) {
            return new IllegalArgumentException(
                    "The compressed data in " + path + " are damaged: copy or download the file again.", cause);
        }
        if (cause instanceof EOFException) {
            return new IllegalArgumentException(
                    path + " ends in the middle of its compressed data: copy or download it again.", cause);
        }
        return IoErrors.unreadable(path, cause);
    }

    private static final class Interruptible extends FilterInputStream {
        private final String doing;

        Interruptible(InputStream in, Path path) {
            super(in);
            doing = "reading " + path;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Interruption.check(doing);
            return super.read(bytes, offset, length);
        }
    }
}
