package hourglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OmpThreadsTest {

    @BeforeAll
    static void prepare() {
        NativeBackend.prepare();
    }

    @Test
    void theCallersNumberOfThreadsComesBack() {
        int before = OmpThreads.count();

        try (OmpThreads outer = OmpThreads.one()) {
            assertThat(OmpThreads.count()).isOne();
            try (OmpThreads inner = OmpThreads.one()) {
                assertThat(OmpThreads.count()).isOne();
            }
            assertThat(OmpThreads.count()).isOne();
        }
        assertThat(OmpThreads.count()).isEqualTo(before);
    }

    @Test
    void layersOfDeeplearning4jKeepAllThreads() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DropoutLayer(0.5))
                .layer(new LossLayer.Builder().build())
                .build());
        network.init();
        int before = OmpThreads.count();

        try (OmpThreads threads = OmpThreads.suit(network.getLayers())) {
            assertThat(OmpThreads.count()).isEqualTo(before);
        }
    }
}
