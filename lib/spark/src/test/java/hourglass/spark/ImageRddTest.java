package hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hourglass.data.Images;
import hourglass.data.source.Datasets;
import hourglass.data.synthetic.Drawings;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ImageRddTest {
    private final JavaSparkContext spark = TestSpark.local();

    @Test
    void drawsTheSamePicturesInAnyNumberOfPartitions() {
        List<float[]> three = ImageRdd.drawn(spark, 7, 10, 60, 3).collect();

        assertThat(three).hasSize(50);
        assertThat(three.get(0)).containsExactly(Drawings.garment(7, 10));
        assertThat(three.get(49)).containsExactly(Drawings.garment(7, 59));
        assertThat(ImageRdd.drawn(spark, 7, 10, 60, 8).collect().toArray(float[][]::new))
                .isDeepEqualTo(three.toArray(float[][]::new));
    }

    @Test
    @Timeout(60) // To draw all of them would take hours, and memory that no machine has.
    void drawsOnlyWhatIsAskedFor() {
        List<float[]> first = ImageRdd.drawn(spark, 7, 0, 500_000_000, 2).take(3);

        assertThat(first).hasSize(3);
        assertThat(first.get(2)).containsExactly(Drawings.garment(7, 2));
    }

    @Test
    void sendsPicturesOfADatasetInTheirOrder() {
        Images images = Datasets.drawn().test().first(150);

        List<float[]> arrived = ImageRdd.of(spark, images, 4).collect();

        assertThat(arrived).hasSize(150);
        for (int i = 0; i < 150; i++) {
            assertThat(arrived.get(i))
                    .containsExactly(images.pixels().getRow(i).dup().data().asFloat());
        }
    }

    @Test
    void makesPartsOfOneSizeOrNearlySo() {
        List<Integer> sizes = ImageRdd.drawn(spark, 7, 0, 11, 3).glom().collect().stream()
                .map(List::size)
                .toList();

        assertThat(sizes).containsExactly(3, 4, 4);
        assertThat(ImageRdd.of(spark, Datasets.drawn().test().first(2), 5).glom().collect().stream()
                        .mapToInt(List::size)
                        .sum())
                .isEqualTo(2);
    }

    @Test
    void drawsPicturesThatDiffer() {
        float[][] some = ImageRdd.drawn(spark, 7, 0, 40, 2).collect().toArray(float[][]::new);

        assertThat(Arrays.stream(some).map(Arrays::hashCode).distinct().count()).isEqualTo(40);
    }

    @Test
    void refusesWhatIsNoCollection() {
        assertThatThrownBy(() -> ImageRdd.drawn(spark, 7, 5, 5, 2))
                .hasMessage("The range has 0 pictures: give a number after the last that is above the first.");
        assertThatThrownBy(() -> ImageRdd.drawn(spark, 7, 0, 5, 0))
                .hasMessage("Pictures cannot be in 0 partitions: give at least 1.");
    }
}
