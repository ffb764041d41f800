package hourglass.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.model.Autoencoder;
import hourglass.train.Training;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks with branches: ONNX Runtime gives what the autoencoder itself gives. */
class OnnxGraphTest {

    private static ComputationGraphConfiguration.GraphBuilder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.005))
                .activation(Activation.TANH)
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("in");
    }

    private static OutputLayer output(int in, int out) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nIn(in)
                .nOut(out)
                .activation(Activation.IDENTITY)
                .build();
    }

    @Test
    void aUNetGivesTheSame() {
        try (Autoencoder autoencoder = Autoencoder.of(builder()
                .addLayer("down", new ConvolutionLayer.Builder(3, 3).nOut(6).build(), "in")
                .addLayer("norm", new BatchNormalization(), "down")
                .addLayer(
                        "pool",
                        new SubsamplingLayer.Builder()
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build(),
                        "norm")
                .addLayer("code", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "pool")
                .addLayer("up", new Upsampling2D.Builder(2).build(), "code")
                .addVertex("both", new MergeVertex(), "up", "norm")
                .addLayer("last", new ConvolutionLayer.Builder(3, 3).nOut(1).build(), "both")
                .addLayer(
                        "loss",
                        new CnnLossLayer.Builder(LossFunction.MSE)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "last")
                .setOutputs("loss")
                .setInputTypes(InputType.convolutionalFlat(8, 8, 1))
                .build())) {
            INDArray x = OnnxCases.random(3, -1, 1, 5, 64);
            autoencoder.fit(x, null, Training.epochs(2).batchSize(5).quietly());
            try (OnnxRuntimeSession encoder = new OnnxRuntimeSession(OnnxFile.encoder(autoencoder));
                    OnnxRuntimeSession whole = new OnnxRuntimeSession(OnnxFile.whole(autoencoder))) {
                OnnxFileTest.same("codes", encoder.run("examples", x, "codes"), autoencoder.encode(x));
                OnnxFileTest.same(
                        "reconstructions", whole.run("examples", x, "reconstructions"), autoencoder.reconstruct(x));
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OnnxFile.decoder(autoencoder))
                    .withMessageContaining("is not enough to compute \"both\"");
        }
    }

    @Test
    void verticesOnBothSidesOfTheCodeGiveTheSame() {
        for (ElementWiseVertex.Op operation : ElementWiseVertex.Op.values()) {
            try (Autoencoder autoencoder = Autoencoder.of(builder()
                    .addLayer("a", new DenseLayer.Builder().nIn(10).nOut(6).build(), "in")
                    .addLayer("b", new DenseLayer.Builder().nIn(6).nOut(6).build(), "a")
                    .addVertex("joined", new ElementWiseVertex(operation), "a", "b")
                    .addVertex("part", new SubsetVertex(1, 4), "joined")
                    .addVertex("code", new ScaleVertex(2), "part")
                    .addVertex("shifted", new ShiftVertex(0.5), "code")
                    .addVertex("wide", new MergeVertex(), "shifted", "code")
                    .addLayer("out", output(8, 10), "wide")
                    .setOutputs("out")
                    .build())) {
                INDArray x = OnnxCases.random(3, -1, 1, 5, 10);
                INDArray codes = autoencoder.encode(x);
                try (OnnxRuntimeSession encoder = new OnnxRuntimeSession(OnnxFile.encoder(autoencoder));
                        OnnxRuntimeSession decoder = new OnnxRuntimeSession(OnnxFile.decoder(autoencoder))) {
                    OnnxFileTest.same("codes " + operation, encoder.run("examples", x, "codes"), codes);
                    OnnxFileTest.same(
                            "decoded " + operation,
                            decoder.run("codes", codes, "reconstructions"),
                            autoencoder.decode(codes));
                }
            }
        }
    }

    @Test
    void aNumberForEachRowIsSpreadOverTheOthers() {
        try (Autoencoder autoencoder = Autoencoder.of(builder()
                .addLayer("one", new DenseLayer.Builder().nIn(10).nOut(1).build(), "in")
                .addLayer("six", new DenseLayer.Builder().nIn(10).nOut(6).build(), "in")
                .addVertex("code", new ElementWiseVertex(ElementWiseVertex.Op.Product), "one", "six")
                .addLayer("out", output(6, 10), "code")
                .setOutputs("out")
                .build())) {
            INDArray x = OnnxCases.random(3, -1, 1, 5, 10);
            try (OnnxRuntimeSession encoder = new OnnxRuntimeSession(OnnxFile.encoder(autoencoder))) {
                assertThat(OnnxFile.encoder(autoencoder)).asString().endsWith("codes float32 [n, 6]");
                OnnxFileTest.same("codes", encoder.run("examples", x, "codes"), autoencoder.encode(x));
            }
        }
    }

    @Test
    void aVertexThatIsNotKnownIsNamed() {
        try (Autoencoder autoencoder = Autoencoder.of(builder()
                .addLayer("a", new DenseLayer.Builder().nIn(10).nOut(6).build(), "in")
                .addVertex("code", new L2NormalizeVertex(), "a")
                .addLayer("out", output(6, 10), "code")
                .setOutputs("out")
                .build())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OnnxFile.encoder(autoencoder))
                    .withMessage(
                            "\"code\" (L2NormalizeVertex) is of a kind whose nodes are not known, so it cannot be written as"
                                    + " ONNX: join branches with a MergeVertex or an ElementWiseVertex.");
        }
    }
}
