package hourglass.readme;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.data.Dataset;
import hourglass.data.source.Datasets;
import hourglass.plot.Theme;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmePictureTest {

    @Test
    void showsATrainingFromBeforeItBeginsToItsEnd(@TempDir Path folder) throws IOException {
        Dataset clothes = Datasets.drawn();
        Path file = folder.resolve("learning.gif");

        ReadmePicture.write(file, clothes.train().first(1_280), clothes.test().first(200), 1);

        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertThat(reader.getWidth(0)).isEqualTo(Theme.WIDTH);
            // Before, after 8, 11 and 16 of the 20 steps, the end, and ten times the end again.
            assertThat(reader.getNumImages(true)).isEqualTo(15);
        } finally {
            reader.dispose();
        }
    }
}
