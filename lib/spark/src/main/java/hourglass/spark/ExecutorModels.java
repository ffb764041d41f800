package hourglass.spark;

import hourglass.model.Autoencoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The models of this Java process, which all tasks of an executor share: each is loaded once, by the first task that needs it.
 * An {@link Autoencoder} may be used by several tasks at a time.
 */
final class ExecutorModels {
    // A job may use a few models side by side; those of earlier jobs should not fill the memory of an executor.
    private static final int KEPT = 4;

    private static final Map<String, Autoencoder> MODELS = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Autoencoder> eldest) {
            return size() > KEPT;
        }
    };

    private ExecutorModels() {}

    /**
     * Returns the model with this checksum.
     *
     * @param file what {@link Autoencoder#save} wrote
     * @param loads is run when the model had to be loaded
     * @throws UncheckedIOException if the temporary file for it cannot be written
     */
    static synchronized Autoencoder get(String checksum, byte[] file, Runnable loads) {
        Autoencoder model = MODELS.get(checksum);
        if (model == null) {
            model = load(file);
            MODELS.put(checksum, model);
            loads.run();
        }
        return model;
    }

    private static Autoencoder load(byte[] file) {
        try {
            Path path = Files.createTempFile("hourglass", ".model");
            try {
                Files.write(path, file);
                return Autoencoder.load(path);
            } finally {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
