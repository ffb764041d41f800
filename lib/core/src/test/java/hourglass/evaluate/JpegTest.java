package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.data.source.Datasets;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class JpegTest {

    private static final INDArray PICTURES = Datasets.drawn().test().first(50).pixels();

    @Test
    void atTheBestQualityGivesNearlyTheSamePicturesBack() {
        Jpeg.Files files = Jpeg.of(28, 28, 1).each(PICTURES);
        Jpeg.Files sheet = Jpeg.of(28, 28, 1).sheet(PICTURES);

        assertThat(Metrics.psnr(PICTURES, files.pixels())).isGreaterThan(45);
        assertThat(Metrics.psnr(PICTURES, sheet.pixels())).isGreaterThan(45);
    }

    @Test
    void tradesBytesForLikeness() {
        Jpeg.Files low = Jpeg.of(28, 28, 0.1).each(PICTURES);
        Jpeg.Files high = Jpeg.of(28, 28, 0.8).each(PICTURES);

        assertThat(low.bytes()).isLessThan(high.bytes());
        assertThat(Metrics.psnr(PICTURES, low.pixels())).isLessThan(Metrics.psnr(PICTURES, high.pixels()) - 3);
        assertThat(low.pictures()).isEqualTo(50);
        assertThat(low.bytesPerPicture()).isEqualTo(low.bytes() / 50.0);
    }

    @Test
    void sharesHeadersInASheet() {
        Jpeg jpeg = Jpeg.of(28, 28, 0.3);
        Jpeg.Files each = jpeg.each(PICTURES);
        Jpeg.Files sheet = jpeg.sheet(PICTURES);

        double headers = each.bytesPerPicture() - each.dataPerPicture();
        assertThat(headers).isBetween(150.0, 400.0);
        assertThat(sheet.bytes() - sheet.data()).isLessThan(400);
        assertThat(sheet.bytesPerPicture()).isLessThan(each.bytesPerPicture() - 0.8 * headers);
        // the same blocks, rounded by the same tables
        assertThat(sheet.pixels().sub(each.pixels()).norm2Number().doubleValue())
                .isLessThan(0.01 * each.pixels().norm2Number().doubleValue());
    }

    @Test
    void countsAsDataWhatFollowsTheHeaderOfTheScan() {
        byte[] file = {
            (byte) 0xFF,
            (byte) 0xD8,
            (byte) 0xFF,
            (byte) 0xE0,
            0,
            4,
            1,
            2,
            (byte) 0xFF,
            (byte) 0xDA,
            0,
            3,
            9,
            11,
            12,
            13,
            14,
            15,
            (byte) 0xFF,
            (byte) 0xD9
        };
        assertThat(Jpeg.data(file)).isEqualTo(5);
    }

    @Test
    void refusesWhatItCannotCompress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jpeg.of(28, 28, 1.5))
                .withMessage("A JPEG quality of 1.5 does not exist: choose from 0 to 1.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jpeg.of(0, 28, 0.5))
                .withMessageStartingWith("Pictures cannot be 0×28 pixels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jpeg.of(28, 28, 0.5).each(Nd4j.rand(2, 100)))
                .withMessageStartingWith("The pictures have 100 pixels each, but 784 are expected");
    }

    @Test
    void refusesGreyLevelsUpTo255AndSheetsBeyondTheFormat() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jpeg.of(8, 8, 0.5).each(Nd4j.ones(2, 64).mul(255)))
                .withMessage(
                        "The array of pictures holds 255.0 in row 0, column 0: JPEG needs values from 0 to 1, so scale"
                                + " the data first.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jpeg.of(4_000, 4_000, 0.5).sheet(Nd4j.zeros(3, 16_000_000)))
                .withMessage("A sheet of 3 pictures of 4000×4000 pixels is too large for one JPEG file: pass fewer"
                        + " pictures, or make one file of each.");
    }
}
