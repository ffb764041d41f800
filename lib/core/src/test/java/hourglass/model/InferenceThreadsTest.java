package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import hourglass.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** One autoencoder in many threads. */
@Timeout(60)
class InferenceThreadsTest {
    private static final int THREADS = 12;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    static Stream<MultiLayerConfiguration> configurations() {
        return Stream.of(Networks.dense(64, 5, LossFunction.XENT, 0.01), Networks.convolutional(8));
    }

    private <T> List<T> inAllThreads(Callable<T> work) throws Exception {
        List<Future<T>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            ends.add(threads.submit(work));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> end : ends) {
            results.add(end.get());
        }
        return results;
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void allThreadsGetTheSameNumbers(MultiLayerConfiguration configuration) throws Exception {
        Autoencoder autoencoder = Autoencoder.of(configuration);
        INDArray pictures = Networks.mixtures(700, 64);
        INDArray expected = autoencoder.reconstruct(pictures);

        List<Boolean> same = inAllThreads(() -> {
            boolean all = true;
            for (int i = 0; i < 10; i++) {
                all &= autoencoder.reconstruct(pictures).equals(expected);
                all &= autoencoder
                        .decode(autoencoder.encode(pictures))
                        .reshape(expected.shape())
                        .equals(expected);
            }
            return all;
        });

        assertThat(same).containsOnly(true);
    }

    /** Weights change between two batches only, so what one call with one chunk returns is of one moment. */
    @Test
    void nobodySeesHalfAnUpdate() throws Exception {
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(64, 5, LossFunction.XENT, 0.01));
        INDArray pictures = Networks.mixtures(200, 64);
        INDArray twice = Nd4j.concat(0, Networks.mixtures(1, 64), Networks.mixtures(1, 64));
        twice.getRow(1).assign(twice.getRow(0));
        Future<?> trainer = threads.submit(() -> autoencoder.fit(
                pictures, null, Training.epochs(150).batchSize(10).quietly()));
        boolean changed = false;
        INDArray first = autoencoder.encode(twice);
        while (!trainer.isDone()) {
            INDArray codes = autoencoder.encode(twice);
            assertThat(codes.getRow(0)).isEqualTo(codes.getRow(1));
            changed |= !codes.equals(first);
        }
        trainer.get();
        assertThat(changed).isTrue();
        assertThat(autoencoder.encode(twice)).isEqualTo(autoencoder.encode(twice));
    }

    @Test
    void seesTheWeightsThatTheNetworkHasNow() {
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(64, 5, LossFunction.XENT, 0.01));
        Autoencoder other = Autoencoder.of(Networks.dense(64, 5, LossFunction.XENT, 0.01));
        INDArray pictures = Networks.mixtures(20, 64);
        other.fit(pictures, null, Training.epochs(3).quietly());
        autoencoder.encode(pictures);

        autoencoder.network().setParams(other.network().params());

        assertThat(autoencoder.encode(pictures)).isEqualTo(other.encode(pictures));
        autoencoder.network().getLayer(0).getParam("W").muli(2);
        assertThat(autoencoder.encode(pictures)).isNotEqualTo(other.encode(pictures));
    }

    @Test
    void aListenerMayEncodeInTheMiddleOfAStep() {
        INDArray pictures = Networks.mixtures(40, 64);
        List<INDArray> codes = new ArrayList<>();
        Autoencoder watched = Autoencoder.of(Networks.dense(64, 5, LossFunction.XENT, 0.01));
        watched.network().setListeners(new BaseTrainingListener() {
            @Override
            public void onForwardPass(org.deeplearning4j.nn.api.Model model, List<INDArray> activations) {
                codes.add(watched.encode(pictures));
            }

            @Override
            public void onBackwardPass(org.deeplearning4j.nn.api.Model model) {
                codes.add(watched.reconstruct(pictures));
            }
        });
        Autoencoder alone = Autoencoder.of(Networks.dense(64, 5, LossFunction.XENT, 0.01));
        Training settings = Training.epochs(2).batchSize(10).quietly();

        watched.fit(pictures, null, settings);
        alone.fit(pictures, null, settings);

        assertThat(codes).isNotEmpty();
        assertThat(watched.network().params()).isEqualTo(alone.network().params());
    }

    @Test
    void closingWaitsForThoseWhoEncode() throws Exception {
        Autoencoder autoencoder = Autoencoder.of(Networks.convolutional(8));
        INDArray pictures = Networks.mixtures(3000, 64);
        CountDownLatch begun = new CountDownLatch(THREADS - 1);
        AtomicReference<Throwable> fault = new AtomicReference<>();
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS - 1; i++) {
            ends.add(threads.submit(() -> {
                begun.countDown();
                try {
                    while (true) {
                        autoencoder.encode(pictures);
                    }
                } catch (IllegalStateException e) {
                    return;
                } catch (Throwable e) {
                    fault.set(e);
                }
            }));
        }
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        autoencoder.close();

        for (Future<?> end : ends) {
            end.get();
        }
        assertThat(fault.get()).isNull();
        assertThatIllegalStateException().isThrownBy(() -> autoencoder.encode(pictures));
    }
}
