package hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.Images;
import hourglass.data.source.Datasets;
import hourglass.model.Autoencoder;
import hourglass.train.Training;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class ParameterAveragingTest {
    private final JavaSparkContext spark = TestSpark.local();
    private final Images images = Datasets.drawn().train().first(500);

    @Test
    void takesTheMeanOfWhatEachPartitionLearnedWeightedByItsPictures() {
        // Three parts of different sizes, one of them empty.
        JavaRDD<float[]> uneven = uneven();
        ParameterAveraging averaging =
                ParameterAveraging.of(spark, TestSpark.network()).batchSize(32).seed(9);

        ParameterAveraging.Round first = averaging.round(uneven);
        ParameterAveraging.Round second = averaging.round(uneven);

        Autoencoder large = Autoencoder.of(TestSpark.network());
        Autoencoder small = Autoencoder.of(TestSpark.network());
        for (int round = 0; round < 2; round++) {
            double lossOfLarge = byHand(large, images.range(0, 400), round, 0);
            double lossOfSmall = byHand(small, images.range(400, 500), round, 2);
            assertThat(round == 0 ? first.loss() : second.loss())
                    .isCloseTo(0.8 * lossOfLarge + 0.2 * lossOfSmall, within(1e-5));
            mix(large.network().params(), small.network().params());
            mix(state(large.network()), state(small.network()));
            int steps = large.network().getIterationCount();
            small.network().setIterationCount(steps);
        }
        assertThat(first.examples()).isEqualTo(500);
        assertThat(first.partitions()).isEqualTo(2);
        assertThat(second.number()).isEqualTo(2);
        MultiLayerNetwork averaged = averaging.autoencoder().network();
        assertThat(averaged.params().distance2(large.network().params())).isLessThan(1e-3);
        double size = state(averaged).norm2Number().doubleValue();
        assertThat(size).isPositive();
        assertThat(state(averaged).distance2(state(large.network()))).isLessThan(1e-3 * size);
        assertThat(averaged.params().norm2Number().doubleValue()).isGreaterThan(1);
        assertThat(averaged.getIterationCount()).isEqualTo(2 * 13);
        assertThat(averaged.getEpochCount()).isEqualTo(2);
    }

    @Test
    void learns() {
        ParameterAveraging averaging =
                ParameterAveraging.of(spark, TestSpark.network()).batchSize(32);
        double before = averaging.autoencoder().loss(images);

        JavaRDD<float[]> pictures = ImageRdd.of(spark, images, 2);
        for (int round = 0; round < 6; round++) {
            averaging.round(pictures);
        }

        assertThat(averaging.autoencoder().loss(images)).isLessThan(0.75 * before);
    }

    @Test
    void endsWhereItWouldHaveEndedWhenATaskIsLost() {
        JavaRDD<float[]> pictures = ImageRdd.of(spark, images, 2);
        JavaRDD<float[]> unreliable = pictures.mapPartitionsWithIndex(
                (partition, all) -> {
                    if (partition == 1 && TaskContext.get().attemptNumber() == 0) {
                        throw new IllegalStateException("The executor is lost.");
                    }
                    return all;
                },
                true);
        ParameterAveraging quiet = ParameterAveraging.of(spark, TestSpark.network());
        ParameterAveraging disturbed = ParameterAveraging.of(spark, TestSpark.network());

        for (int round = 0; round < 2; round++) {
            quiet.round(pictures);
            disturbed.round(unreliable);
        }

        assertThat(disturbed
                        .autoencoder()
                        .network()
                        .params()
                        .distance2(quiet.autoencoder().network().params()))
                .isLessThan(1e-4);
    }

    @Test
    void forgetsTheOptimisersStateIfItIsToldTo() {
        JavaRDD<float[]> pictures = ImageRdd.of(spark, images, 1);
        ParameterAveraging forgetting = ParameterAveraging.of(spark, TestSpark.network())
                .batchSize(32)
                .seed(9)
                .forgettingOptimiser();
        ParameterAveraging remembering =
                ParameterAveraging.of(spark, TestSpark.network()).batchSize(32).seed(9);

        forgetting.round(pictures);
        Autoencoder fresh = Autoencoder.of(TestSpark.network());
        fresh.network().setParams(forgetting.autoencoder().network().params().dup());
        forgetting.round(pictures);
        remembering.round(pictures);
        remembering.round(pictures);

        byHand(fresh, images, 1, 0);
        INDArray expected = fresh.network().params();
        assertThat(forgetting.autoencoder().network().params().distance2(expected))
                .isLessThan(1e-3);
        assertThat(forgetting.autoencoder().network().getIterationCount()).isEqualTo(16);
        assertThat(remembering.autoencoder().network().params().distance2(expected))
                .isGreaterThan(1e-2);
        assertThat(remembering.autoencoder().network().getIterationCount()).isEqualTo(32);
    }

    @Test
    void saysWhyATaskFailed() {
        JavaRDD<float[]> broken = ImageRdd.of(spark, images, 2).map(picture -> {
            throw new IllegalStateException("no such picture");
        });
        ParameterAveraging averaging = ParameterAveraging.of(spark, TestSpark.network());

        assertThatThrownBy(() -> averaging.round(broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The round failed: ")
                .hasMessageContaining("no such picture")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesAnEmptyCollection() {
        ParameterAveraging averaging = ParameterAveraging.of(spark, TestSpark.network());

        assertThatThrownBy(() -> averaging.round(spark.parallelize(List.<float[]>of(), 2)))
                .hasMessage("No partition has an example: give a collection that is not empty.");
    }

    @Test
    void stopsWithTheParametersOfTheRoundBefore() throws InterruptedException {
        ParameterAveraging averaging = ParameterAveraging.of(spark, TestSpark.network());
        INDArray before = averaging.autoencoder().network().params().dup();
        Throwable[] thrown = new Throwable[1];
        CountDownLatch begun = new CountDownLatch(1);
        Thread training = new Thread(() -> {
            begun.countDown();
            try {
                averaging.round(ImageRdd.drawn(spark, 7, 0, 1_000_000, 2));
            } catch (CancellationException e) {
                thrown[0] = e;
            }
        });
        training.start();
        begun.await();
        Thread.sleep(500);

        training.interrupt();
        training.join(20_000);

        assertThat(thrown[0])
                .isNotNull()
                .hasMessage("The round was stopped: the parameters are those of the round before.");
        assertThat(averaging.autoencoder().network().params()).isEqualTo(before);
    }

    private JavaRDD<float[]> uneven() {
        JavaRDD<float[]> all = ImageRdd.of(spark, images, 5); // of 100 each
        return all.coalesce(1)
                .mapPartitionsWithIndex((i, pictures) -> first(pictures, 400), true)
                .union(spark.parallelize(List.<float[]>of(), 1))
                .union(ImageRdd.of(spark, images.range(400, 500), 1));
    }

    private static java.util.Iterator<float[]> first(java.util.Iterator<float[]> pictures, int count) {
        return java.util.stream.Stream.generate(pictures::next).limit(count).iterator();
    }

    /** What one partition does in one round, without Spark. */
    private static double byHand(Autoencoder autoencoder, Images pictures, int round, int partition) {
        long order = new SplittableRandom(9 + 1_000_003L * round + partition).nextLong();
        autoencoder.network().setEpochCount(round);
        return autoencoder
                .fit(pictures, Training.epochs(1).batchSize(32).seed(order).quietly())
                .last()
                .loss();
    }

    private static void mix(INDArray large, INDArray small) {
        INDArray mean = large.mul(0.8).add(small.mul(0.2));
        large.assign(mean);
        small.assign(mean);
    }

    private static INDArray state(MultiLayerNetwork network) {
        return network.getUpdater().getStateViewArray();
    }
}
