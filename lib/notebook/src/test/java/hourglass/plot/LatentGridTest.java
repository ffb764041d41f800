package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.layers.GaussianCode;
import hourglass.model.Autoencoder;
import java.awt.image.BufferedImage;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class LatentGridTest {

    /** A picture of 4 × 4 whose left half answers to the first number of the code and whose right half to the second. */
    private static Autoencoder halves(int latent) {
        Autoencoder autoencoder = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(2 * latent)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new GaussianCode(1))
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(16)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.feedForward(16))
                .build());
        INDArray weights = autoencoder.network().getParam("2_W").assign(0);
        for (int pixel = 0; pixel < 16; pixel++) {
            weights.putScalar(pixel % 4 < 2 ? 0 : latent - 1, pixel, 20);
        }
        return autoencoder;
    }

    @Test
    void placesLieAtTheQuantilesOfThePrior() {
        INDArray places = LatentGrid.places(4);

        assertThat(places.shape()).containsExactly(16, 2);
        double[] expected = {-1.15035, -0.31864, 0.31864, 1.15035};
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 4; column++) {
                assertThat(places.getDouble(4 * row + column, 0)).isCloseTo(expected[column], within(1e-4));
                assertThat(places.getDouble(4 * row + column, 1)).isCloseTo(expected[3 - row], within(1e-4));
            }
        }
    }

    @Test
    void theFirstNumberGrowsToTheRightAndTheSecondUpwards() {
        BufferedImage image = LatentGrid.image("Halves", halves(2), 2, 4, 4);

        assertThat(image.getWidth()).isEqualTo(Theme.WIDTH);
        assertThat(image.getProperty(Theme.DESCRIPTION)).isEqualTo("Halves");
        // 82 pixels for a pixel, so that a picture is 328 wide; only the sheet is wholly black or white from there on.
        int left = (Theme.WIDTH - 656) / 2;
        int top = image.getHeight() - 46 - 656;
        boolean[][] bright = {{false, true}, {true, true}, {false, false}, {true, false}};
        for (int picture = 0; picture < 4; picture++) {
            for (int half = 0; half < 2; half++) {
                int x = left + picture % 2 * 328 + 82 + half * 164;
                int y = top + picture / 2 * 328 + 164;
                assertThat(image.getRGB(x, y) & 0xff)
                        .as("half %d of picture %d", half, picture)
                        .isEqualTo(bright[picture][half] ? 255 : 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void refusesACodeThatIsNoPlane(int latent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatentGrid.image("None", halves(latent), 3, 4, 4))
                .withMessage("The code has the shape [" + latent
                        + "], but the sheet shows a plane: train a network with a code of 2 numbers.");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 41})
    void refusesASheetThatShowsNothing(int side) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatentGrid.places(side))
                .withMessageContaining(side + " pictures");
    }
}
