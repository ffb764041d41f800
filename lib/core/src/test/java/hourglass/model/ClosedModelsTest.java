package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.train.Training;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A service that makes one model after the other. */
class ClosedModelsTest {
    private static final int INPUTS = 784;
    private static final int CODES = 256;

    @Test
    void giveTheirMemoryBack() {
        INDArray pictures = Networks.mixtures(20, INPUTS);
        for (int i = 0; i < 20; i++) {
            use(pictures);
        }
        long before = Pointer.physicalBytes();

        for (int i = 0; i < 150; i++) {
            use(pictures);
        }

        // Weights, gradients and two states of Adam for each of 0.4 million parameters are 6.4 MB, and a training's
        // snapshot of
        // them 4.8 MB: 1.7 GB for all. Some growth is that of Java's heap, which is not asked about here.
        assertThat(Pointer.physicalBytes() - before).isLessThan(400_000_000);
    }

    private static void use(INDArray pictures) {
        try (Autoencoder autoencoder = Autoencoder.of(Networks.dense(INPUTS, CODES, LossFunction.XENT, 0.01))) {
            autoencoder.fit(pictures, null, Training.epochs(1).quietly());
            autoencoder.reconstruct(pictures);
        }
    }
}
