package hourglass.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hourglass.data.Sequences;
import hourglass.model.Autoencoder;
import hourglass.train.Training;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import onnx.Onnx.ModelProto;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Names, shapes and bytes of a file, and how it is written. */
class OnnxFormatTest {

    @TempDir
    private Path folder;

    private static Autoencoder rows() {
        return Autoencoder.of(new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(6)
                        .activation(Activation.RELU)
                        .build())
                .layer(new BatchNormalization.Builder().build())
                .layer(new DenseLayer.Builder().nOut(2).name("code").build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(8)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.feedForward(8))
                .build());
    }

    private static MultiLayerConfiguration sequences() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(new Adam(0.01))
                .list()
                .layer(new LastTimeStep(
                        new LSTM.Builder().nOut(3).activation(Activation.TANH).build()))
                .layer(new RepeatVector.Builder<>(6).build())
                .layer(new LSTM.Builder().nOut(4).activation(Activation.TANH).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(2))
                .build();
        configuration.getConf(0).getLayer().setLayerName("code");
        return configuration;
    }

    @Test
    void namesInputsOutputsAndSizesThatDependOnTheInput() {
        try (Autoencoder autoencoder = rows();
                OnnxRuntimeSession encoder = new OnnxRuntimeSession(OnnxFile.encoder(autoencoder));
                OnnxRuntimeSession decoder = new OnnxRuntimeSession(OnnxFile.decoder(autoencoder))) {
            assertThat(encoder.input("examples").getShape()).containsExactly(-1, 8);
            assertThat(encoder.input("examples").getDimensionNames()).containsExactly("n", "");
            assertThat(encoder.output("codes").getShape()).containsExactly(-1, 2);
            assertThat(decoder.input("codes").getShape()).containsExactly(-1, 2);
            assertThat(decoder.output("reconstructions").getShape()).containsExactly(-1, 8);
            assertThat(decoder.output("reconstructions").getDimensionNames()).containsExactly("n", "");
            assertThat(OnnxFile.encoder(autoencoder))
                    .hasToString("Encoder: examples float32 [n, 8] -> codes float32 [n, 2]");
            assertThat(OnnxFile.whole(autoencoder))
                    .hasToString("Autoencoder: examples float32 [n, 8] -> reconstructions float32 [n, 8]");
        }
    }

    @Test
    void namesTheStepsOfSequences() {
        try (Autoencoder autoencoder = Autoencoder.of(sequences());
                OnnxRuntimeSession encoder = new OnnxRuntimeSession(OnnxFile.encoder(autoencoder))) {
            assertThat(encoder.input("examples").getDimensionNames()).containsExactly("n", "", "time");
            assertThat(OnnxFile.decoder(autoencoder))
                    .hasToString("Decoder: codes float32 [n, 3] -> reconstructions float32 [n, 2, 6]");
            assertThat(OnnxFile.whole(autoencoder))
                    .hasToString("Autoencoder: examples float32 [n, 2, 6] -> reconstructions float32 [n, 2, 6]");
        }
    }

    @Test
    void anEncoderTakesShorterSequencesThanTheDecoderGives() {
        double[][] run = {{0.3, -0.2, 0.9, 0.1}, {0.5, 0.4, -0.7, 1}};
        try (Autoencoder autoencoder = Autoencoder.of(sequences());
                OnnxRuntimeSession encoder = new OnnxRuntimeSession(OnnxFile.encoder(autoencoder))) {
            INDArray array =
                    Nd4j.createFromArray(new double[][][] {run}).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT);

            OnnxFileTest.same("codes", encoder.run("examples", array, "codes"), autoencoder.encode(Sequences.of(run)));
        }
    }

    @Test
    void aTrainedNetworkOfRowsGivesTheSame() throws IOException {
        try (Autoencoder autoencoder = rows()) {
            INDArray examples = OnnxCases.random(2, -1, 1, 64, 8);
            autoencoder.fit(examples, null, Training.epochs(20).batchSize(16).quietly());
            compare(autoencoder, examples);
        }
    }

    @Test
    void aTrainedNetworkOfSequencesGivesTheSame() throws IOException {
        try (Autoencoder autoencoder = Autoencoder.of(sequences())) {
            INDArray examples = OnnxCases.random(2, -1, 1, 32, 2, 6);
            autoencoder.fit(examples, null, Training.epochs(20).batchSize(16).quietly());
            compare(autoencoder, examples);
        }
    }

    private static void compare(Autoencoder autoencoder, INDArray examples) {
        try (OnnxRuntimeSession whole = new OnnxRuntimeSession(OnnxFile.whole(autoencoder))) {
            OnnxFileTest.same(
                    "reconstructions",
                    whole.run("examples", examples, "reconstructions"),
                    autoencoder.reconstruct(examples));
        }
    }

    @Test
    void picturesOfAnotherSizeAreNoOtherNumberOfPictures() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(5)
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1)
                        .nOut(2)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder().nOut(3).name("code").build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(16)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.convolutional(4, 4, 1))
                .build();
        try (Autoencoder autoencoder = Autoencoder.of(configuration);
                OnnxRuntimeSession encoder = new OnnxRuntimeSession(OnnxFile.encoder(autoencoder))) {
            INDArray larger = OnnxCases.random(2, 0, 1, 1, 1, 8, 4);

            assertThatThrownBy(() -> encoder.run("examples", larger, "codes")).hasMessageContaining("Reshape");
        }
    }

    @Test
    void picturesOfAnySizeAreEncoded() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(5)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(2)
                        .name("code")
                        .convolutionMode(org.deeplearning4j.nn.conf.ConvolutionMode.Same)
                        .activation(Activation.RELU)
                        .build())
                .layer(new ConvolutionLayer.Builder(1, 1)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new CnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.convolutional(4, 4, 1))
                .build();
        try (Autoencoder autoencoder = Autoencoder.of(configuration);
                OnnxRuntimeSession encoder = new OnnxRuntimeSession(OnnxFile.encoder(autoencoder))) {
            assertThat(encoder.input("examples").getDimensionNames()).containsExactly("n", "", "height", "width");
            for (int size : new int[] {4, 7}) {
                INDArray pictures = OnnxCases.random(2, 0, 1, 3, 1, size, 5);
                OnnxFileTest.same("codes", encoder.run("examples", pictures, "codes"), autoencoder.encode(pictures));
            }
        }
    }

    @Test
    void theSameNetworkMakesTheSameBytes() throws IOException {
        try (Autoencoder autoencoder = rows()) {
            byte[] first = OnnxRuntimeSession.bytes(OnnxFile.whole(autoencoder));
            Path file = folder.resolve("model.zip");
            autoencoder.save(file);
            try (Autoencoder loaded = Autoencoder.load(file)) {
                assertThat(OnnxRuntimeSession.bytes(OnnxFile.whole(loaded))).isEqualTo(first);
            }
            assertThat(OnnxRuntimeSession.bytes(OnnxFile.whole(autoencoder))).isEqualTo(first);
        }
    }

    @Test
    void saysWhoMadeItAndForWhichVersion() throws IOException {
        try (Autoencoder autoencoder = rows()) {
            Path file = folder.resolve("folder/encoder.onnx");
            OnnxFile.encoder(autoencoder).save(file);

            ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
            assertThat(model.getProducerName()).isEqualTo("Hourglass");
            assertThat(model.getIrVersion()).isEqualTo(8);
            assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
            assertThat(model.getDocString()).startsWith("Encoder: examples");
            assertThat(model.getMetadataPropsCount()).isZero();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            OnnxFile.encoder(autoencoder).save(out);
            assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(file));
        }
    }

    @Test
    void theVersionOfAModelIsTheNumberOfItsUpdates() throws IOException {
        try (Autoencoder autoencoder = rows()) {
            assertThat(model(autoencoder).getModelVersion()).isZero();
            autoencoder.fit(
                    OnnxCases.random(2, -1, 1, 64, 8),
                    null,
                    Training.epochs(3).batchSize(16).quietly());
            Path file = folder.resolve("model.zip");
            autoencoder.save(file);

            assertThat(model(autoencoder).getModelVersion()).isEqualTo(12);
            try (Autoencoder loaded = Autoencoder.load(file)) {
                assertThat(model(loaded)).isEqualTo(model(autoencoder));
            }
        }
    }

    private static ModelProto model(Autoencoder autoencoder) throws IOException {
        return ModelProto.parseFrom(OnnxRuntimeSession.bytes(OnnxFile.encoder(autoencoder)));
    }

    @Test
    void aFileHoldsTheWeightsOfItsMoment() {
        try (Autoencoder autoencoder = rows()) {
            OnnxFile file = OnnxFile.encoder(autoencoder);
            byte[] before = OnnxRuntimeSession.bytes(file);
            autoencoder.network().params().addi(0.5);

            assertThat(OnnxRuntimeSession.bytes(file)).isEqualTo(before);
            assertThat(OnnxRuntimeSession.bytes(OnnxFile.encoder(autoencoder))).isNotEqualTo(before);
        }
    }

    @Test
    void stopsWhenInterruptedAndLeavesTheFileAsItWas() throws IOException {
        try (Autoencoder autoencoder = rows()) {
            OnnxFile encoder = OnnxFile.encoder(autoencoder);
            Path file = folder.resolve("encoder.onnx");
            Files.writeString(file, "old");
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> OnnxFile.encoder(autoencoder)).isInstanceOf(CancellationException.class);
                assertThatThrownBy(() -> encoder.save(OutputStreams.none()))
                        .isInstanceOf(CancellationException.class)
                        .hasMessageContaining("Stopped while writing the network as ONNX");
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            } finally {
                Thread.interrupted();
            }
            assertThat(file).hasContent("old");
        }
    }

    @Test
    void takesWeightsOfAnyOrderPieceByPieceAndStopsBetween() {
        float[] values = new float[3000 * 1700];
        for (int i = 0; i < values.length; i++) {
            values[i] = i; // Below 2²⁴, so that 32 bits tell all apart.
        }
        INDArray rows = Nd4j.createFromArray(values).reshape(3000, 1700);
        INDArray columns = rows.dup('f');

        assertThat(GraphBuilder.numbers(columns)).isEqualTo(values);
        assertThat(GraphBuilder.numbers(rows.transpose().transpose())).isEqualTo(values);
        assertThat(GraphBuilder.numbers(rows.transpose()))
                .isEqualTo(rows.transpose().dup('c').data().asFloat());
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> GraphBuilder.numbers(columns)).isInstanceOf(CancellationException.class);
        } finally {
            Thread.interrupted();
        }
    }

    /** Streams that keep nothing. */
    private static final class OutputStreams {
        static java.io.OutputStream none() {
            return java.io.OutputStream.nullOutputStream();
        }
    }

    @Test
    void saysWhyAFileCannotBeWritten() {
        try (Autoencoder autoencoder = rows()) {
            OnnxFile encoder = OnnxFile.encoder(autoencoder);
            assertThatThrownBy(() -> encoder.save(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessage("The ONNX file cannot be written to " + folder
                            + ", which is a folder: give the path of a file, such as " + folder.resolve("encoder.onnx")
                            + ".");
            assertThatThrownBy(() -> encoder.save(Path.of("/proc/encoder.onnx")))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("The ONNX file could not be written to /proc/encoder.onnx (")
                    .hasMessageEndingWith("): choose a folder that can be written and has room.");
        }
    }

    @Test
    void refusesAClosedAutoencoder() {
        Autoencoder autoencoder = rows();
        autoencoder.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> OnnxFile.encoder(autoencoder))
                .withMessageStartingWith("This autoencoder was closed");
        assertThatNullPointerException()
                .isThrownBy(() -> OnnxFile.encoder(null))
                .withMessage("There is no autoencoder to write as ONNX.");
    }
}
