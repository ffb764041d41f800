package hourglass.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hourglass.layers.TeacherForcing;
import hourglass.model.Autoencoder;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationPReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What cannot be written is refused with the layer, the setting and the remedy. */
class OnnxRefusalTest {

    private static final InputType ROWS = InputType.feedForward(8);
    private static final InputType PICTURES = InputType.convolutionalFlat(8, 8, 1);
    private static final InputType SEQUENCES = InputType.recurrent(2);

    static Stream<Arguments> layers() {
        return Stream.of(
                Arguments.of(
                        ROWS,
                        new DenseLayer.Builder().nOut(4).hasLayerNorm(true).build(),
                        "Layer 1 (DenseLayer) has a layer normalisation, which Deeplearning4j computes in a way of its own,"
                                + " so it cannot be written as ONNX: leave hasLayerNorm(true) out, or take a"
                                + " BatchNormalization."),
                Arguments.of(
                        ROWS,
                        new DenseLayer.Builder()
                                .nOut(4)
                                .activation(new ActivationPReLU(Nd4j.ones(1, 4), new long[0]))
                                .build(),
                        "Layer 1 (DenseLayer) has the activation ActivationPReLU, whose nodes are not known, so it cannot be"
                                + " written as ONNX: choose another of the constants of Activation, such as RELU."),
                Arguments.of(
                        ROWS,
                        new BatchNormalization.Builder()
                                .lockGammaBeta(true)
                                .gamma(2)
                                .build(),
                        "has its gamma locked at 2.0"),
                Arguments.of(
                        ROWS,
                        new BatchNormalization.Builder()
                                .lockGammaBeta(true)
                                .beta(0.5)
                                .build(),
                        "has its beta locked at 0.5"),
                Arguments.of(
                        PICTURES,
                        new SubsamplingLayer.Builder(PoolingType.MAX)
                                .kernelSize(2, 2)
                                .dilation(2, 2)
                                .build(),
                        "has a dilation, with which Deeplearning4j pools in a way of its own"),
                Arguments.of(
                        PICTURES,
                        new SubsamplingLayer.Builder(PoolingType.SUM)
                                .kernelSize(2, 2)
                                .build(),
                        "pools with SUM, which Deeplearning4j itself does not"),
                Arguments.of(
                        SEQUENCES,
                        new LSTM.Builder().nOut(4).activation(Activation.SWISH).build(),
                        "Layer 1 (LSTM) has the activation ActivationSwish, which the recurrent operators do not know"),
                Arguments.of(
                        SEQUENCES,
                        new LSTM.Builder()
                                .nOut(4)
                                .activation(Activation.TANH)
                                .gateActivationFunction(Activation.SOFTMAX)
                                .build(),
                        "has the activation ActivationSoftmax, which the recurrent operators do not know"),
                Arguments.of(
                        SEQUENCES,
                        new SimpleRnn.Builder().nOut(4).hasLayerNorm(true).build(),
                        "has a layer normalisation, which the operator RNN does not compute"),
                Arguments.of(
                        SEQUENCES,
                        new GravesBidirectionalLSTM.Builder()
                                .nOut(4)
                                .activation(Activation.TANH)
                                .build(),
                        "Layer 1 (GravesBidirectionalLSTM) is of a kind whose nodes are not known"),
                Arguments.of(
                        SEQUENCES,
                        new LastTimeStep(new MaskZeroLayer.Builder()
                                .setUnderlying(new LSTM.Builder()
                                        .nOut(4)
                                        .activation(Activation.TANH)
                                        .build())
                                .setMaskValue(0)
                                .build()),
                        "Layer 1 (LastTimeStep of MaskZeroLayer) is no recurrent layer whose nodes are known"));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void namesTheLayerTheSettingAndTheRemedy(InputType input, Layer layer, String sentence) {
        try (Autoencoder autoencoder = Autoencoder.of(network(input, layer))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OnnxFile.encoder(autoencoder))
                    .withMessageContaining(sentence)
                    .withMessageEndingWith(".");
            assertThatIllegalArgumentException().isThrownBy(() -> OnnxFile.whole(autoencoder));
        }
    }

    @Test
    void aLayerWithANameIsCalledByIt() {
        DenseLayer layer = new DenseLayer.Builder()
                .nOut(4)
                .name("squeeze")
                .hasLayerNorm(true)
                .build();
        try (Autoencoder autoencoder = Autoencoder.of(network(ROWS, layer))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OnnxFile.encoder(autoencoder))
                    .withMessageStartingWith("Layer 1 \"squeeze\" (DenseLayer) has a layer normalisation");
        }
    }

    /** A layer, and a code and a decoder that give back what it is given. */
    private static MultiLayerConfiguration network(InputType input, Layer layer) {
        NeuralNetConfiguration.ListBuilder list =
                new NeuralNetConfiguration.Builder().seed(1).list().layer(layer);
        if (input == SEQUENCES) {
            LSTM code = new LSTM.Builder().nOut(2).activation(Activation.TANH).build();
            boolean last = layer instanceof LastTimeStep;
            list.layer(new DenseLayer.Builder().nOut(2).name("code").build());
            if (last) {
                list.layer(new RepeatVector.Builder<>(5).build());
            }
            list.layer(code);
            list.layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                    .nOut(2)
                    .activation(Activation.IDENTITY)
                    .build());
        } else {
            list.layer(new DenseLayer.Builder().nOut(2).name("code").build());
            list.layer(new OutputLayer.Builder(LossFunction.MSE)
                    .nOut(input == ROWS ? 8 : 64)
                    .activation(Activation.IDENTITY)
                    .build());
        }
        return list.setInputType(input).build();
    }

    @Test
    void teacherForcingIsRefusedInTheDecoderAlone() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new LastTimeStep(new LSTM.Builder()
                        .nOut(3)
                        .name("code")
                        .activation(Activation.TANH)
                        .build()))
                .layer(new RepeatVector.Builder<>(5).build())
                .layer(new TeacherForcing(2))
                .layer(new LSTM.Builder().nOut(3).activation(Activation.TANH).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(SEQUENCES)
                .build();
        configuration.getConf(0).getLayer().setLayerName("code");
        try (Autoencoder autoencoder = Autoencoder.of(configuration)) {
            assertThat(OnnxFile.encoder(autoencoder)).asString().startsWith("Encoder");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OnnxFile.decoder(autoencoder))
                    .withMessage(
                            "Layer 3 (TeacherForcing) gives the decoder its own output back step by step, which needs a"
                                    + " loop in the file, so it cannot be written as ONNX: write the encoder alone, or train a"
                                    + " decoder without TeacherForcing.");
        }
    }

    @Test
    void normalisedSequencesAreRefused() {
        Value sequences = new Value("x", Value.N, 3, Value.TIME);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(new BatchNormalization.Builder().build(), sequences))
                .withMessageContaining("is given arrays [n, 3, time], of which Deeplearning4j normalises the examples");
    }

    @Test
    void sequencesWithTheStepsFirstAreRefused() {
        Value sequences = new Value("x", Value.N, 3, Value.TIME);

        for (Layer layer : new Layer[] {
            new RnnOutputLayer.Builder(LossFunction.MSE)
                    .nIn(3)
                    .nOut(2)
                    .dataFormat(RNNFormat.NWC)
                    .build(),
            new LSTM.Builder().nIn(3).nOut(2).dataFormat(RNNFormat.NWC).build(),
            new Convolution1DLayer.Builder(3)
                    .nIn(3)
                    .nOut(2)
                    .rnnDataFormat(RNNFormat.NWC)
                    .build()
        }) {
            assertThatIllegalArgumentException()
                    .as(layer.getClass().getSimpleName())
                    .isThrownBy(() -> write(layer, sequences))
                    .withMessageContaining("takes sequences [n, time, features] (RNNFormat.NWC)")
                    .withMessageEndingWith("leave the format at RNNFormat.NCW.");
        }
    }

    @Test
    void poolingOverOneDimensionIsRefused() {
        GlobalPoolingLayer rows = new GlobalPoolingLayer.Builder(PoolingType.MAX)
                .poolingDimensions(2)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(rows, new Value("x", Value.N, 3, 8, 8)))
                .withMessageContaining("pools over the dimensions [2] and not over all places");
    }

    @Test
    void picturesWithTheChannelsLastAreRefused() {
        Value pictures = new Value("x", Value.N, 8, 8, 3);

        for (Layer layer : new Layer[] {
            new ConvolutionLayer.Builder(3, 3)
                    .nIn(3)
                    .nOut(2)
                    .dataFormat(CNN2DFormat.NHWC)
                    .build(),
            new Upsampling2D.Builder(2).dataFormat(CNN2DFormat.NHWC).build(),
            new CnnLossLayer.Builder(LossFunction.MSE).format(CNN2DFormat.NHWC).build(),
            new SubsamplingLayer.Builder(PoolingType.MAX)
                    .kernelSize(2, 2)
                    .dataFormat(CNN2DFormat.NHWC)
                    .build()
        }) {
            assertThatIllegalArgumentException()
                    .as(layer.getClass().getSimpleName())
                    .isThrownBy(() -> write(layer, pictures))
                    .withMessageContaining("(CNN2DFormat.NHWC)")
                    .withMessageEndingWith("build the network with CNN2DFormat.NCHW.");
        }
    }

    @Test
    void causalPicturesAreRefused() {
        Value pictures = new Value("x", Value.N, 3, 8, 8);
        ConvolutionLayer convolution =
                new ConvolutionLayer.Builder(3, 3).nIn(3).nOut(2).build();
        convolution.setConvolutionMode(ConvolutionMode.Causal);
        Deconvolution2D transposed =
                new Deconvolution2D.Builder(3, 3).nIn(3).nOut(2).build();
        transposed.setConvolutionMode(ConvolutionMode.Causal);
        SubsamplingLayer pooling =
                new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).build();
        pooling.setConvolutionMode(ConvolutionMode.Causal);

        for (Layer layer : new Layer[] {convolution, transposed, pooling}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> write(layer, pictures))
                    .withMessageStartingWith(
                            "Layer 9 (" + layer.getClass().getSimpleName() + ") has ConvolutionMode.Causal, which")
                    .withMessageEndingWith("choose ConvolutionMode.Same or Truncate.");
        }
    }

    @Test
    void arraysOfOtherDimensionsAreRefused() {
        Value pictures = new Value("x", Value.N, 3, 8, Value.WIDTH);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(new DenseLayer.Builder().nIn(3).nOut(2).build(), pictures))
                .withMessage(
                        "Layer 9 (DenseLayer) is given arrays [n, 3, 8, width] and takes arrays of 2 dimensions, so it"
                                + " cannot be written as ONNX: let setInputType of the configuration's builder put the reshaping"
                                + " between.");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        write(new GlobalPoolingLayer.Builder(PoolingType.MAX).build(), new Value("x", Value.N, 3)))
                .withMessageContaining("is given arrays [n, 3] and pools pictures or sequences");
    }

    @Test
    void otherKindsOfLayersAndReshapingsAreRefused() {
        Value rows = new Value("x", Value.N, 3);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> write(new Convolution3D.Builder().nIn(1).nOut(1).build(), rows))
                .withMessage(
                        "Layer 9 (Convolution3D) is of a kind whose nodes are not known, so it cannot be written as"
                                + " ONNX: build the network of dense, convolutional, pooling, recurrent or normalising layers.");
        InputPreProcessor cubes = new Cnn3DToFeedForwardPreProcessor(2, 2, 2, 1, true);
        NamedLayer dense = named(new DenseLayer.Builder().nIn(3).nOut(2).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reshapings("x", new GraphBuilder()).apply(dense, cubes, rows))
                .withMessageContaining("has a Cnn3DToFeedForwardPreProcessor before it, whose nodes are not known");
    }

    @Test
    void aNetworkThatDoesNotTellItsInputIsRefused() {
        MultiLayerConfiguration words = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new EmbeddingLayer.Builder().nIn(8).nOut(3).name("code").build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(3)
                        .nOut(8)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkInput.shape(words, 0))
                .withMessageContaining("Layer 1 (EmbeddingLayer) does not tell what shape examples have");
        MultiLayerConfiguration nothing = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ActivationLayer(Activation.RELU))
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkInput.shape(nothing, 0))
                .withMessageContaining("No layer tells what shape examples have");
    }

    @Test
    void aBidirectionalLayerOfLastStepsIsRefused() {
        Layer both = new Bidirectional(
                new LastTimeStep(new LSTM.Builder().nIn(3).nOut(2).build()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(both, new Value("x", Value.N, 3, Value.TIME)))
                .withMessageContaining("Layer 9 (Bidirectional of LastTimeStep) gives no sequences");
    }

    @Test
    void aWeightThatIsNoNumberIsRefused() {
        try (Autoencoder autoencoder =
                Autoencoder.of(network(ROWS, new DenseLayer.Builder().nOut(4).build()))) {
            INDArray weights = autoencoder.network().getLayer(0).getParam("W");
            weights.putScalar(0, Double.NaN);

            assertThatThrownBy(() -> OnnxFile.encoder(autoencoder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "The weights W of layer1 hold NaN in 32 bits, with which no result would be a number: load a"
                                    + " model that was saved earlier, or build it anew.");
            assertThat(OnnxFile.decoder(autoencoder)).isNotNull();
        }
    }

    private static NamedLayer named(Layer layer) {
        return new NamedLayer("Layer 9 (" + layer.getClass().getSimpleName() + ")", layer, Map.of());
    }

    private static void write(Layer layer, Value x) {
        LayerWriters.write(named(layer), x, new GraphBuilder());
    }
}
