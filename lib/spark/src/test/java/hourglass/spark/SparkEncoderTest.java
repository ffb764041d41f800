package hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.Images;
import hourglass.data.source.Datasets;
import hourglass.model.Autoencoder;
import hourglass.train.Training;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SparkEncoderTest {
    private final JavaSparkContext spark = TestSpark.local();

    @Test
    void givesTheCodesThatTheModelGives() {
        Images images = Datasets.drawn().test().first(700);
        Autoencoder autoencoder = trained(1);

        List<float[]> codes = SparkEncoder.of(spark, autoencoder)
                .encode(ImageRdd.of(spark, images, 3))
                .collect();

        INDArray local = autoencoder.encode(images.pixels());
        assertThat(codes).hasSize(700);
        assertThat(Nd4j.createFromArray(codes.toArray(float[][]::new)).distance2(local))
                .isCloseTo(0, within(1e-4));
        assertThat(local.norm2Number().doubleValue()).isGreaterThan(1);
    }

    @Test
    void loadsOneModelForAllTasksOfAnExecutor() {
        SparkEncoder encoder = SparkEncoder.of(spark, trained(2));
        JavaRDD<float[]> pictures = ImageRdd.drawn(spark, 7, 0, 40, 8);

        assertThat(encoder.loads()).isZero();
        encoder.encode(pictures).collect();
        encoder.encode(pictures).collect();
        assertThat(encoder.loads()).isEqualTo(1);
    }

    @Test
    void keepsTheModelAsItWas() {
        Autoencoder autoencoder = trained(3);
        Images images = Datasets.drawn().test().first(5);
        float[] before =
                autoencoder.encode(images.pixels()).getRow(0).dup().data().asFloat();
        SparkEncoder encoder = SparkEncoder.of(spark, autoencoder);

        autoencoder.network().params().assign(0);

        assertThat(encoder.encode(ImageRdd.of(spark, images, 2)).first()).containsExactly(before, within(1e-5f));
    }

    @Test
    @Timeout(60) // To draw and encode all of them would take hours.
    void encodesNoMoreThanABatchBeyondWhatIsAskedFor() {
        JavaRDD<float[]> codes = SparkEncoder.of(spark, trained(4)).encode(ImageRdd.drawn(spark, 7, 0, 500_000_000, 2));

        assertThat(codes.take(2)).hasSize(2).allSatisfy(code -> assertThat(code).hasSize(16));
    }

    @Test
    void leavesEmptyPartitionsEmpty() {
        Images images = Datasets.drawn().test().first(2);

        assertThat(SparkEncoder.of(spark, trained(5))
                        .encode(ImageRdd.of(spark, images, 4))
                        .count())
                .isEqualTo(2);
    }

    private static Autoencoder trained(long seed) {
        Autoencoder autoencoder = Autoencoder.of(TestSpark.network());
        autoencoder.fit(
                Datasets.drawn().train().first(256),
                Training.epochs(1).batchSize(64).seed(seed).quietly());
        return autoencoder;
    }
}
