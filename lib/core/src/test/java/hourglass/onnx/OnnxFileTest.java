package hourglass.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.engine.Accelerator;
import hourglass.engine.EngineReport;
import hourglass.model.Autoencoder;
import hourglass.runtime.NativeBackend;
import hourglass.runtime.OmpThreads;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every kind of layer: ONNX Runtime gives what the autoencoder itself gives. */
class OnnxFileTest {
    private static final double TOLERANCE = 1e-5;

    private static OmpThreads threads;

    @BeforeAll
    static void prepare() {
        NativeBackend.prepare();
        threads = OmpThreads.one();
    }

    @AfterAll
    static void restoreThreads() {
        threads.close();
    }

    static List<OnnxCases.Case> cases() {
        return OnnxCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesWhatTheAutoencoderGives(OnnxCases.Case network) {
        try (Autoencoder autoencoder = Autoencoder.of(network.configuration())) {
            OnnxCases.randomize(autoencoder.network());
            try (OnnxRuntimeSession encoder = new OnnxRuntimeSession(OnnxFile.encoder(autoencoder));
                    OnnxRuntimeSession decoder = new OnnxRuntimeSession(OnnxFile.decoder(autoencoder));
                    OnnxRuntimeSession whole = new OnnxRuntimeSession(OnnxFile.whole(autoencoder))) {
                for (int n : new int[] {1, 7}) {
                    INDArray examples = network.examples(n);
                    INDArray codes = autoencoder.encode(examples);
                    same("codes", encoder.run("examples", examples, "codes"), codes);
                    same("decoded", decoder.run("codes", codes, "reconstructions"), autoencoder.decode(codes));
                    same(
                            "reconstructions",
                            whole.run("examples", examples, "reconstructions"),
                            autoencoder.reconstruct(examples));
                }
            }
        }
    }

    @Test
    void theEngineComputesEveryKindOfLayerThatItHas() {
        Set<String> kinds = new TreeSet<>();
        for (OnnxCases.Case network : OnnxCases.all()) {
            Accelerator.report(network.configuration()).layers().stream()
                    .filter(EngineReport.Layer::accelerated)
                    .map(EngineReport.Layer::kind)
                    .forEach(kinds::add);
        }

        assertThat(kinds)
                .containsExactly(
                        "ActivationLayer",
                        "BatchNormalization",
                        "CnnLossLayer",
                        "ConvolutionLayer",
                        "Deconvolution2D",
                        "DenseLayer",
                        "LSTM",
                        "LastTimeStep",
                        "OutputLayer",
                        "RepeatVector",
                        "RnnOutputLayer",
                        "SubsamplingLayer",
                        "Upsampling2D");
    }

    static void same(String what, INDArray found, INDArray expected) {
        assertThat(found.shape()).as(what).isEqualTo(expected.shape());
        double[] a = found.dup('c').data().asDouble();
        double[] b = expected.dup('c').data().asDouble();
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            double distance = Math.abs(a[i] - b[i]) / Math.max(1, Math.abs(b[i]));
            worst = Double.isNaN(distance) ? Double.NaN : Math.max(worst, distance);
        }
        assertThat(worst).as(what).isLessThanOrEqualTo(TOLERANCE);
    }
}
