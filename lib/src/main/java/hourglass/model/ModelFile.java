package hourglass.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's model format, written by its own {@link ModelSerializer} and read with care: that class would
 * deserialise Java objects from the file and instantiate whatever class the configuration names.
 */
final class ModelFile {
    private static final List<String> TRUSTED =
            List.of("org.deeplearning4j.nn.", "org.nd4j.linalg.", "hourglass.model.");
    private static final long LARGEST_CONFIGURATION = 10_000_000;
    // What an array's shape and type take beside its values.
    private static final long ARRAY_HEADER = 4096;

    private ModelFile() {}

    record Contents(MultiLayerConfiguration configuration, INDArray parameters, INDArray optimiser) {
        void copyInto(MultiLayerNetwork network) {
            if (parameters.length() != network.numParams()) {
                throw new IllegalArgumentException("it has " + parameters.length()
                        + " parameters where its layers need " + network.numParams() + ".");
            }
            network.setParams(parameters.reshape(network.params().shape()));
            network.setIterationCount(configuration.getIterationCount());
            network.setEpochCount(configuration.getEpochCount());
            if (optimiser != null) {
                INDArray state = network.getUpdater().getStateViewArray();
                if (state == null || state.length() != optimiser.length()) {
                    throw new IllegalArgumentException("its optimiser's state does not fit its layers.");
                }
                state.assign(optimiser.reshape(state.shape()));
            }
        }
    }

    /** A copy of what a file holds: Deeplearning4j's own layers with the weights and the optimiser's state of this moment. */
    static MultiLayerNetwork snapshot(MultiLayerConfiguration configuration, MultiLayerNetwork network) {
        MultiLayerConfiguration saved = configuration.clone();
        saved.setIterationCount(network.getIterationCount());
        saved.setEpochCount(network.getEpochCount());
        MultiLayerNetwork plain = new MultiLayerNetwork(saved);
        plain.init(network.params().dup(), false);
        Updater updater = network.getUpdater(false);
        if (updater != null && updater.getStateViewArray() != null) {
            plain.getUpdater()
                    .setStateViewArray(plain, updater.getStateViewArray().dup(), false);
        }
        return plain;
    }

    /** Puts a snapshot's weights and optimiser's state into a network of the same layers. */
    static void copy(MultiLayerNetwork snapshot, MultiLayerNetwork network) {
        MultiLayerConfiguration saved = snapshot.getLayerWiseConfigurations();
        Updater updater = snapshot.getUpdater(false);
        INDArray optimiser = updater == null ? null : updater.getStateViewArray();
        new Contents(saved, snapshot.params(), optimiser).copyInto(network);
    }

    static void write(MultiLayerNetwork snapshot, Path file) throws IOException {
        Updater updater = snapshot.getUpdater(false);
        boolean trained = updater != null && updater.getStateViewArray() != null;
        Path temporary = null;
        try {
            temporary = temporary(file);
            ModelSerializer.writeModel(snapshot, temporary.toFile(), trained);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
            throw unwritable(file, e);
        }
    }

    /** Finds out whether a model can be written, without touching a file that is there. */
    static void requireWritable(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("The model cannot be written to " + file
                    + ", which is a folder: give the path of a file, such as " + file.resolve("model.zip") + ".");
        }
        try {
            Files.delete(temporary(file));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static Path temporary(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        return Files.createTempFile(folder, file.getFileName().toString(), ".part");
    }

    private static IOException unwritable(Path file, IOException cause) {
        return new IOException(
                "The model could not be written to " + file + " (" + cause + "): choose a folder that can be written.",
                cause);
    }

    static Contents read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("There is no model file " + file + ": give the path that save was given.");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String json = new String(
                    bytes(zip, file, ModelSerializer.CONFIGURATION_JSON, LARGEST_CONFIGURATION),
                    StandardCharsets.UTF_8);
            requireTrusted(JsonParser.parseString(json), file);
            MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
            MultiLayerNetwork sizes = new MultiLayerNetwork(configuration.clone());
            sizes.init();
            INDArray parameters =
                    array(zip, file, ModelSerializer.COEFFICIENTS_BIN, Float.BYTES * sizes.numParams() + ARRAY_HEADER);
            boolean trained = zip.getEntry(ModelSerializer.UPDATER_BIN) != null;
            // No updater of Deeplearning4j keeps more than three numbers for each parameter.
            INDArray optimiser = trained
                    ? array(zip, file, ModelSerializer.UPDATER_BIN, 3 * Float.BYTES * sizes.numParams() + ARRAY_HEADER)
                    : null;
            return new Contents(configuration, parameters, optimiser);
        } catch (ZipException | JsonParseException e) {
            throw new IOException(damaged(file, "it is no whole zip file with a configuration"), e);
        } catch (RuntimeException e) {
            throw new IOException(damaged(file, "its configuration or weights cannot be read"), e);
        }
    }

    private static INDArray array(ZipFile zip, Path file, String name, long largest) throws IOException {
        byte[] content = bytes(zip, file, name, largest);
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(new java.io.ByteArrayInputStream(content)))) {
            return Nd4j.read(in);
        }
    }

    private static byte[] bytes(ZipFile zip, Path file, String name, long largest) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException(damaged(file, "it has no part " + name));
        }
        try (java.io.InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, largest + 1));
            if (content.length > largest) {
                throw new IOException(damaged(file, "its part " + name + " is larger than the network it describes"));
            }
            return content;
        }
    }

    private static void requireTrusted(JsonElement element, Path file) throws IOException {
        if (element.isJsonArray()) {
            for (JsonElement child : element.getAsJsonArray()) {
                requireTrusted(child, file);
            }
        } else if (element.isJsonObject()) {
            for (Map.Entry<String, JsonElement> child :
                    element.getAsJsonObject().entrySet()) {
                JsonElement value = child.getValue();
                if (child.getKey().equals("@class") && TRUSTED.stream().noneMatch(value.getAsString()::startsWith)) {
                    throw new IOException(file + " names the class " + value.getAsString()
                            + ", which is not one of Deeplearning4j's or Hourglass's: it was not loaded.");
                }
                requireTrusted(value, file);
            }
        }
    }

    private static String damaged(Path file, String how) {
        return file + " is not a model that can be loaded: " + how + "; save it again or take another copy.";
    }
}
