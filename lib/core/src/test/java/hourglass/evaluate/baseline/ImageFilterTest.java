package hourglass.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.Corruption;
import hourglass.evaluate.Metrics;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImageFilterTest {

    private static INDArray flat(double value) {
        return Nd4j.valueArrayOf(new long[] {3, 12 * 15}, value, DataType.FLOAT);
    }

    @Test
    void flatPicturesStayAsTheyAreUpToTheEdge() {
        assertThat(GaussianBlur.of(12, 15, 2).reconstruct(flat(0.7)).equalsWithEps(flat(0.7), 1e-6))
                .isTrue();
        assertThat(MedianFilter.of(12, 15, 5).reconstruct(flat(0.7))).isEqualTo(flat(0.7));
    }

    @Test
    void blurSpreadsAPointAsAGaussian() {
        INDArray point = Nd4j.zeros(DataType.FLOAT, 1, 15 * 17);
        point.putScalar(0, 7 * 17 + 8, 1);

        INDArray spread = GaussianBlur.of(15, 17, 1).reconstruct(point).reshape(15, 17);

        assertThat(spread.sumNumber().doubleValue()).isCloseTo(1, within(1e-5));
        double centre = spread.getDouble(7, 8);
        assertThat(centre).isCloseTo(1 / (2 * Math.PI), within(2e-3));
        assertThat(spread.getDouble(7, 9)).isCloseTo(centre * Math.exp(-0.5), within(1e-6));
        assertThat(spread.getDouble(5, 8)).isCloseTo(centre * Math.exp(-2), within(1e-6));
        assertThat(spread.getDouble(8, 10)).isCloseTo(centre * Math.exp(-2.5), within(1e-6));
        assertThat(spread.getDouble(7, 12)).isZero();
    }

    @Test
    void blurGoesOnWithTheOutermostPixelsBeyondTheEdge() {
        INDArray line = Nd4j.createFromArray(new float[][] {{1, 0, 0, 0, 0, 0, 0, 0}});

        INDArray blurred = GaussianBlur.of(1, 8, 0.5).reconstruct(line);

        // weights exp(−2 k²): 1, 0.13534, 0.00034, cut at 2 pixels
        double sum = 1 + 2 * (0.1353353 + 0.0003355);
        assertThat(blurred.getDouble(0)).isCloseTo((1 + 0.1353353 + 0.0003355) / sum, within(1e-5));
        assertThat(blurred.getDouble(1)).isCloseTo((0.1353353 + 0.0003355) / sum, within(1e-5));
    }

    @Test
    void medianIsTheMiddleOfTheSquareUpToTheEdge() {
        INDArray picture = Nd4j.createFromArray(new float[][] {
            {
                0.1f, 0.2f, 0.3f,
                0.4f, 1.0f, 0.5f,
                0.6f, 0.7f, 0.8f
            }
        });

        INDArray filtered = MedianFilter.of(3, 3, 3).reconstruct(picture);

        // The corner sees 0.1 four times, 0.2 and 0.4 twice, 1.0 once; the middle sees each once.
        assertThat(filtered.toFloatVector()).containsExactly(0.2f, 0.3f, 0.3f, 0.4f, 0.5f, 0.5f, 0.6f, 0.7f, 0.8f);
        assertThat(MedianFilter.of(3, 3, 1).reconstruct(picture)).isEqualTo(picture);
    }

    @Test
    void medianOfManyDifferentValuesIsTheMiddleOfTheSortedOnes() {
        for (int side : new int[] {3, 5, 7, 15}) {
            INDArray picture = Nd4j.rand(DataType.FLOAT, 1, side * side);
            float[] sorted = picture.dup().toFloatVector();
            Arrays.sort(sorted);

            double middle =
                    MedianFilter.of(side, side, side).reconstruct(picture).getDouble(side * side / 2);

            assertThat(middle).isEqualTo(sorted[side * side / 2]);
        }
    }

    @Test
    void medianRemovesSinglePointsAndKeepsEdges() {
        INDArray edge = Nd4j.zeros(DataType.FLOAT, 1, 12 * 15);
        for (int i = 0; i < 12 * 15; i++) {
            edge.putScalar(0, i, i % 15 < 7 ? 0.2 : 0.9);
        }
        INDArray hit = edge.dup();
        hit.putScalar(0, 3 * 15 + 3, 1);
        hit.putScalar(0, 8 * 15 + 10, 0);

        assertThat(MedianFilter.of(12, 15, 3).reconstruct(hit)).isEqualTo(edge);
    }

    @Test
    void bothTakeNoiseAway() {
        INDArray noisy = Corruption.gaussian(0.1).corrupt(flat(0.5), 1);
        double before = Metrics.psnr(flat(0.5), noisy);

        for (Baseline filter : new Baseline[] {GaussianBlur.of(12, 15, 1), MedianFilter.of(12, 15, 3)}) {
            assertThat(Metrics.psnr(flat(0.5), filter.reconstruct(noisy))).isGreaterThan(before + 6);
            assertThat(filter.codeSize()).isEqualTo(180);
        }
    }

    @Test
    void filtersMorePicturesThanOneBlockTheSameAsOneByOne() {
        INDArray many = Nd4j.rand(DataType.FLOAT, 2100, 16);
        INDArray all = MedianFilter.of(4, 4, 3).reconstruct(many);

        for (int i : new int[] {0, 2047, 2048, 2099}) {
            assertThat(MedianFilter.of(4, 4, 3).reconstruct(many.getRows(i))).isEqualTo(all.getRows(i));
        }
    }

    @Test
    void namesSayTheSetting() {
        assertThat(GaussianBlur.of(28, 28, 1.25).name()).isEqualTo("Gaussian blur, σ 1.25");
        assertThat(GaussianBlur.of(28, 28, 1).name()).isEqualTo("Gaussian blur, σ 1");
        assertThat(MedianFilter.of(28, 28, 3).name()).isEqualTo("median of 3×3");
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianBlur.of(28, 28, Double.NaN))
                .withMessage("The blur has a standard deviation of NaN pixels: give a number from 0.01 to 20.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MedianFilter.of(28, 28, 4))
                .withMessage("The median filter has a square of side 4: give an odd number from 1 to 15.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MedianFilter.of(0, 28, 3))
                .withMessage("Pictures cannot be 0×28 pixels: pass a positive height and width.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MedianFilter.of(28, 28, 3).reconstruct(flat(0.5)))
                .withMessage("The pictures have 180 pixels each, but 784 are expected: pass an array [n, 784].");
    }

    /** Far below, its square would be 0, and the blur nothing but NaN. */
    @Test
    void theLeastBlurChangesNothing() {
        INDArray noise = Nd4j.rand(2, 12 * 15);

        assertThat(GaussianBlur.of(12, 15, GaussianBlur.LEAST).reconstruct(noise))
                .isEqualTo(noise);
        assertThatIllegalArgumentException().isThrownBy(() -> GaussianBlur.of(12, 15, 1e-300));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianBlur.of(65536, 65536, 1))
                .withMessageContaining("which is 4294967296 pixels");
    }
}
