package hourglass.model;

import hourglass.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A process that trains, saves or asks for too much memory until it is killed; the arguments are what and where. */
final class FaultyProcess {
    static final int INPUTS = 500;
    static final int CODES = 300;

    private FaultyProcess() {}

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "train" -> train(Path.of(arguments[1]));
            case "save" -> save(Path.of(arguments[1]));
            default -> fillTheMemory();
        }
    }

    static Autoencoder autoencoder() {
        return Autoencoder.of(Networks.dense(INPUTS, CODES, LossFunction.XENT, 0.001));
    }

    private static void train(Path file) {
        INDArray pictures = Networks.mixtures(128, INPUTS);
        System.out.println("begun");
        autoencoder()
                .fit(
                        pictures,
                        pictures,
                        Training.epochs(1_000_000).batchSize(32).quietly().keepBest(file));
    }

    private static void save(Path file) throws IOException {
        Autoencoder autoencoder = autoencoder();
        autoencoder.save(file);
        System.out.println("begun");
        while (true) {
            autoencoder.save(file);
        }
    }

    private static void fillTheMemory() {
        Autoencoder autoencoder = autoencoder();
        INDArray few = Networks.mixtures(64, INPUTS);
        Training one = Training.epochs(1).batchSize(16).quietly();
        autoencoder.fit(few, null, one);
        INDArray many =
                Nd4j.createUninitialized(60_000, INPUTS); // 120 MB, which the system gives when they are written
        try {
            autoencoder.fit(many, null, Training.epochs(1).batchSize(60_000).quietly());
        } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage());
        }
        many.close();
        System.gc();
        System.out.println("then " + autoencoder.fit(few, null, one).last().loss());
    }
}
