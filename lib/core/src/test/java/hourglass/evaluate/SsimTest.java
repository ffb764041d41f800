package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SsimTest {
    private static final int HEIGHT = 16;
    private static final int WIDTH = 20;

    private static INDArray random(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] pixels = new float[n][HEIGHT * WIDTH];
        for (float[] picture : pixels) {
            for (int i = 0; i < picture.length; i++) {
                picture[i] = (float) random.nextDouble();
            }
        }
        return Nd4j.createFromArray(pixels);
    }

    /** The picture (3 row + 5 column) mod 17 / 16. */
    private static INDArray stripes() {
        float[][] pixels = new float[1][HEIGHT * WIDTH];
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                pixels[0][row * WIDTH + column] = (3 * row + 5 * column) % 17 / 16f;
            }
        }
        return Nd4j.createFromArray(pixels);
    }

    /** The definition: two passes over each square, weights in two dimensions. */
    private static double byDefinition(INDArray x, INDArray y) {
        double total = 0;
        for (int top = 0; top + 11 <= HEIGHT; top++) {
            for (int left = 0; left + 11 <= WIDTH; left++) {
                double[] a = new double[121];
                double[] b = new double[121];
                double[] w = new double[121];
                double sum = 0;
                for (int k = 0; k < 121; k++) {
                    int at = (top + k / 11) * WIDTH + left + k % 11;
                    a[k] = x.getDouble(at);
                    b[k] = y.getDouble(at);
                    double squared = Math.pow(k / 11 - 5, 2) + Math.pow(k % 11 - 5, 2);
                    w[k] = Math.exp(-squared / (2 * 1.5 * 1.5));
                    sum += w[k];
                }
                double meanA = 0;
                double meanB = 0;
                for (int k = 0; k < 121; k++) {
                    w[k] /= sum;
                    meanA += w[k] * a[k];
                    meanB += w[k] * b[k];
                }
                double varianceA = 0;
                double varianceB = 0;
                double covariance = 0;
                for (int k = 0; k < 121; k++) {
                    varianceA += w[k] * (a[k] - meanA) * (a[k] - meanA);
                    varianceB += w[k] * (b[k] - meanB) * (b[k] - meanB);
                    covariance += w[k] * (a[k] - meanA) * (b[k] - meanB);
                }
                total += (2 * meanA * meanB + 1e-4)
                        * (2 * covariance + 9e-4)
                        / ((meanA * meanA + meanB * meanB + 1e-4) * (varianceA + varianceB + 9e-4));
            }
        }
        return total / ((HEIGHT - 10) * (WIDTH - 10));
    }

    @Test
    void isTheDefinitionPictureByPicture() {
        INDArray x = random(5, 1);
        INDArray y = x.mul(0.7).add(random(5, 2).mul(0.3));

        double[] each = Metrics.ssimPerExample(x, y, HEIGHT, WIDTH);

        for (int i = 0; i < 5; i++) {
            assertThat(each[i]).isCloseTo(byDefinition(x.getRow(i), y.getRow(i)), within(1e-9));
        }
        assertThat(Metrics.ssim(x, y, HEIGHT, WIDTH))
                .isCloseTo(Arrays.stream(each).average().orElseThrow(), within(1e-12));
    }

    @Test
    void isOneForACopyAndTheSameBothWays() {
        INDArray x = random(3, 1);
        INDArray y = random(3, 2);

        assertThat(Metrics.ssimPerExample(x, x, HEIGHT, WIDTH)).containsExactly(new double[] {1, 1, 1}, within(1e-12));
        assertThat(Metrics.ssim(x, y, HEIGHT, WIDTH)).isCloseTo(Metrics.ssim(y, x, HEIGHT, WIDTH), within(1e-12));
        assertThat(Metrics.ssim(x, y, HEIGHT, WIDTH)).isBetween(-0.1, 0.1);
    }

    /** Both numbers come from scikit-image's structural_similarity with the settings of Wang and others. */
    @Test
    void agreesWithAnotherLibrary() {
        INDArray stripes = stripes();
        INDArray blend = Nd4j.create(1, HEIGHT * WIDTH);
        for (int i = 0; i < HEIGHT * WIDTH; i++) {
            int row = i / WIDTH;
            int column = i % WIDTH;
            blend.putScalar(0, i, (7 * row + 2 * column) % 13 / 24.0 + 0.5 * stripes.getDouble(i));
        }

        assertThat(Metrics.ssim(stripes, blend, HEIGHT, WIDTH)).isCloseTo(0.5912980362, within(1e-6));
        assertThat(Metrics.ssim(stripes, stripes.rsub(1), HEIGHT, WIDTH)).isCloseTo(-0.9902503404, within(1e-6));
    }

    @Test
    void comparesMeansAloneWherePicturesAreFlat() {
        INDArray dark = Nd4j.valueArrayOf(new long[] {1, HEIGHT * WIDTH}, 0.25f);
        INDArray light = Nd4j.valueArrayOf(new long[] {1, HEIGHT * WIDTH}, 0.5f);
        double expected = (2 * 0.25 * 0.5 + 1e-4) / (0.25 * 0.25 + 0.5 * 0.5 + 1e-4);

        assertThat(Metrics.ssim(dark, light, HEIGHT, WIDTH)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void refusesPicturesThatAreTooSmallOrOfAnotherSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.ssim(Nd4j.zeros(1, 80), Nd4j.zeros(1, 80), 8, 10))
                .withMessage("SSIM looks at neighbourhoods of 11×11 pixels, but the pictures are 8×10: enlarge them or"
                        + " use PSNR.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.ssim(Nd4j.zeros(1, 80), Nd4j.zeros(1, 80), 28, 28))
                .withMessage("The targets have 80 pixels each, but 784 are expected: pass an array [n, 784].");
    }
}
