package hourglass.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BicubicTest {

    private interface Grey {
        double at(double x, double y);
    }

    @Test
    void aPlainPictureStaysPlainInAnySize() {
        INDArray plain = Nd4j.ones(2, 6 * 9).mul(0.3);
        for (int[] size : new int[][] {{3, 3}, {12, 18}, {1, 1}, {7, 5}}) {
            INDArray resized = Bicubic.resize(plain, 6, 9, size[0], size[1]);
            assertThat(resized.shape()).containsExactly(2, size[0] * size[1]);
            assertThat(resized.minNumber().floatValue()).isEqualTo(0.3f, within(1e-6f));
            assertThat(resized.maxNumber().floatValue()).isEqualTo(0.3f, within(1e-6f));
        }
    }

    @Test
    void theSameSizeChangesNothing() {
        INDArray noise = Nd4j.rand(3, 5 * 7);
        assertThat(Bicubic.resize(noise, 5, 7, 5, 7)).isEqualTo(noise);
    }

    @Test
    void aRampStaysTheRampAwayFromTheBorder() {
        Grey ramp = (x, y) -> 0.2 + 0.5 * x + 0.3 * y;
        for (int[] size : new int[][] {{16, 16}, {64, 64}, {20, 27}}) {
            INDArray resized = Bicubic.resize(picture(32, 32, ramp), 32, 32, size[0], size[1]);
            INDArray expected = picture(size[0], size[1], ramp);
            int margin = 5;
            for (int y = margin; y < size[0] - margin; y++) {
                for (int x = margin; x < size[1] - margin; x++) {
                    int pixel = y * size[1] + x;
                    // Between whole factors the stretched kernel reproduces a ramp only nearly.
                    double tolerance = size[0] == 20 ? 2e-3 : 1e-6;
                    assertThat(resized.getDouble(0, pixel)).isEqualTo(expected.getDouble(0, pixel), within(tolerance));
                }
            }
        }
    }

    @Test
    void aSmoothPictureComesBackFromHalfTheSize() {
        INDArray smooth = picture(64, 64, (x, y) -> 0.5 + 0.25 * Math.sin(7 * x + 2) + 0.2 * Math.cos(9 * y - 3 * x));

        INDArray back = Bicubic.resize(Bicubic.resize(smooth, 64, 64, 32, 32), 32, 32, 64, 64);

        double error = back.sub(smooth).norm2Number().doubleValue() / 64; // the root of the mean square
        assertThat(-20 * Math.log10(error)).as("PSNR in dB").isGreaterThan(50);
    }

    @Test
    void halvingAveragesWhatIsTooFineForTheSmallPicture() {
        // Stripes one pixel wide: taking every other pixel would give all of one kind.
        INDArray stripes = Nd4j.create(1, 32 * 32);
        for (int i = 0; i < 32 * 32; i++) {
            stripes.putScalar(i, i % 2);
        }
        INDArray half = Bicubic.resize(stripes, 32, 32, 16, 16);
        assertThat(half.getDouble(0, 8 * 16 + 8)).isEqualTo(0.5, within(0.02));
    }

    @Test
    void doublingHasKeysWeights() {
        // A single bright pixel: the new pixels lie ¼, ¾, 1¼ and 1¾ pixels from it.
        INDArray dot = Nd4j.zeros(1, 9);
        dot.putScalar(0, 4, 1);
        INDArray line = Bicubic.resize(dot, 1, 9, 1, 18);
        assertThat(line.getDouble(0, 9)).isEqualTo(0.8671875, within(1e-6));
        assertThat(line.getDouble(0, 10)).isEqualTo(0.2265625, within(1e-6));
        assertThat(line.getDouble(0, 11)).isEqualTo(-0.0703125, within(1e-6));
        assertThat(line.getDouble(0, 12)).isEqualTo(-0.0234375, within(1e-6));
        assertThat(line.getDouble(0, 13)).isZero();
    }

    @Test
    void linesAndColumnsAreNotExchanged() {
        INDArray back = Bicubic.resize(picture(8, 4, (x, y) -> y), 8, 4, 4, 8);
        assertThat(back.getDouble(0, 0)).isEqualTo(back.getDouble(0, 7), within(1e-6));
        assertThat(back.getDouble(0, 3 * 8)).isGreaterThan(back.getDouble(0, 0) + 0.5);
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Bicubic.resize(Nd4j.zeros(2, 12), 3, 5, 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pixels of shape [2, 12] are no pictures of 3×5: give [n, 15].");
        assertThatThrownBy(() -> Bicubic.resize(Nd4j.zeros(2, 12), 3, 4, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pictures cannot be made 0×2: give a height and width of at least 1.");
    }

    /** One picture of a function of the place, which goes from 0 to 1 over the picture. */
    private static INDArray picture(int height, int width, Grey grey) {
        float[] pixels = new float[height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) grey.at((i % width + 0.5) / width, (i / width + 0.5) / height);
        }
        return Nd4j.createFromArray(pixels).reshape(1, pixels.length);
    }

    @Test
    void refusesSizesThatNoMemoryHolds() {
        assertThatThrownBy(() -> Bicubic.resize(Nd4j.ones(1, 4), 2, 2, 65536, 65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pictures of 2×2 cannot be made 65536×65536: give sizes of at most 100 million pixels.");
        assertThatThrownBy(() -> Bicubic.resize(Nd4j.ones(1, 4), 2, 2, Integer.MAX_VALUE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 100 million pixels");
    }

    @Test
    void stopsWhenInterrupted() {
        INDArray pictures = Nd4j.ones(3, 100);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Bicubic.resize(pictures, 10, 10, 20, 20))
                    .isInstanceOf(java.util.concurrent.CancellationException.class)
                    .hasMessageContaining("while resizing pictures");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void manyPicturesComeOutLikeEachAlone() {
        INDArray many = Nd4j.rand(900, 90 * 80);
        INDArray resized = Bicubic.resize(many, 90, 80, 31, 45);
        for (int picture : new int[] {0, 581, 582, 583, 899}) {
            INDArray alone =
                    Bicubic.resize(many.getRow(picture).reshape(1, 90 * 80).dup('c'), 90, 80, 31, 45);
            assertThat(resized.getRow(picture).reshape(alone.shape())).isEqualTo(alone);
        }
        assertThat(Bicubic.resize(many.dup('f'), 90, 80, 31, 45)).isEqualTo(resized);
    }
}
