package hourglass.onnx;

import hourglass.layers.GaussianCode;
import hourglass.layers.KlPenalty;
import hourglass.layers.L1Penalty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.api.Layer.Type;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks with every kind of layer that can be written, one setting at a time. */
final class OnnxCases {
    private static final int HEIGHT = 9;
    private static final int WIDTH = 7;
    private static final int CHANNELS = 2;
    private static final int PIXELS = HEIGHT * WIDTH * CHANNELS;
    private static final int STEPS = 6;
    private static final int FEATURES = 3;

    private final List<Case> all = new ArrayList<>();

    private OnnxCases() {}

    /**
     * One network.
     *
     * @param example the shape of one example that it takes
     */
    record Case(String name, MultiLayerConfiguration configuration, long... example) {
        @Override
        public String toString() {
            return name;
        }

        /** Examples of any sign, some of them large enough for the ends of activations. */
        INDArray examples(int n) {
            long[] shape = new long[example.length + 1];
            shape[0] = n;
            System.arraycopy(example, 0, shape, 1, example.length);
            return random(n, -2.5, 2.5, shape);
        }
    }

    static List<Case> all() {
        OnnxCases cases = new OnnxCases();
        cases.activations();
        cases.rows();
        cases.convolutions();
        cases.poolings();
        cases.pictures();
        cases.sequences();
        return cases.all;
    }

    static INDArray random(long seed, double low, double high, long... shape) {
        Random random = new Random(seed);
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (low + random.nextDouble() * (high - low));
        }
        return Nd4j.createFromArray(values).reshape(shape);
    }

    /** Gives a network the numbers that a long training could have left, where it begins with zeros and ones. */
    static void randomize(MultiLayerNetwork network) {
        for (var layer : network.getLayers()) {
            Map<String, INDArray> parameters = layer.paramTable();
            if (parameters == null) {
                continue;
            }
            parameters.forEach((key, array) -> {
                long seed = key.hashCode() + layer.getIndex();
                boolean recurrentBias = key.endsWith("b") && !key.equals("b");
                if (key.equals("b") || recurrentBias || key.equals("mean") || key.equals("beta")) {
                    array.assign(random(seed, -0.8, 0.8, array.shape()));
                } else if (key.equals("var") || key.equals("gamma")) {
                    array.assign(random(seed, 0.3, 2, array.shape()));
                } else if (key.equals("log10stdev")) {
                    array.assign(random(seed, -0.4, 0.4, array.shape()));
                } else if (layer.type() != Type.CONVOLUTIONAL && array.rank() != 2 || array.size(0) == 1) {
                    array.assign(random(seed, -1, 1, array.shape()));
                }
            });
        }
    }

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(3);
    }

    private static DenseLayer.Builder dense(int units) {
        return new DenseLayer.Builder().nOut(units).activation(Activation.TANH);
    }

    private static DenseLayer code(int units) {
        return dense(units).name("code").build();
    }

    private static OutputLayer output(int units) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nOut(units)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static MultiLayerConfiguration network(InputType input, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = settings().list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return list.setInputType(input).build();
    }

    private void rows(String name, Layer... layers) {
        all.add(new Case(name, network(InputType.feedForward(10), layers), 10));
    }

    private void pictures(String name, Layer... layers) {
        all.add(new Case(name, network(InputType.convolutionalFlat(HEIGHT, WIDTH, CHANNELS), layers), (long) PIXELS));
    }

    /** Layers between pictures and a dense code. */
    private void picturesToCode(String name, Layer... layers) {
        List<Layer> whole = new ArrayList<>(List.of(layers));
        whole.add(code(4));
        whole.add(output(PIXELS));
        pictures(name, whole.toArray(Layer[]::new));
    }

    private void sequences(String name, Layer... layers) {
        all.add(new Case(name, network(InputType.recurrent(FEATURES), layers), FEATURES, STEPS));
    }

    private void activations() {
        for (Activation activation : Activation.values()) {
            if (activation != Activation.SOFTMAX) {
                rows(
                        "dense " + activation,
                        dense(8).activation(activation).build(),
                        code(4),
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(10)
                                .activation(activation)
                                .build());
            }
        }
        List<IActivation> others = List.of(
                new ActivationLReLU(0.3),
                new ActivationELU(0.6),
                new ActivationThresholdedReLU(0.4),
                new ActivationGELU(true),
                new ActivationGELU(false),
                new ActivationReLU(1.5, 0.0, 0.2),
                new ActivationReLU(1.0, 0.5, 0.1),
                new ActivationReLU(2.0, null, null));
        for (Activation activation : List.of(Activation.RELU, Activation.SIGMOID, Activation.TANH)) {
            picturesToCode(
                    activation + " in a layer of its own",
                    convolution(3).activation(Activation.IDENTITY).build(),
                    new ActivationLayer(activation));
        }
        for (int i = 0; i < others.size(); i++) {
            rows(
                    "activation " + i + ", " + others.get(i),
                    dense(8).activation(others.get(i)).build(),
                    code(4),
                    output(10));
        }
        rows(
                "softmax of rows",
                dense(8).activation(Activation.SOFTMAX).build(),
                dense(4).name("code").activation(Activation.SOFTMAX).build(),
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build());
        picturesToCode(
                "softmax of pictures in an activation layer",
                convolution(3).activation(Activation.IDENTITY).build(),
                new ActivationLayer(Activation.SOFTMAX));
        picturesToCode(
                "softmax of pictures in a convolution",
                convolution(3).activation(Activation.SOFTMAX).build());
        sequences(
                "softmax of sequences",
                lstm(4),
                new ActivationLayer(Activation.SOFTMAX),
                named(lstm(3)),
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(FEATURES)
                        .activation(Activation.SOFTMAX)
                        .build());
        pictures(
                "softmax over the channels of pictures",
                named(convolution(3).build()),
                convolution(CHANNELS).activation(Activation.IDENTITY).build(),
                new CnnLossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build());
        sequences(
                "softmax over the features of sequences",
                named(lstm(5)),
                lstm(FEATURES),
                new RnnLossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build());
    }

    private void rows() {
        rows("deep", dense(8).build(), dense(6).build(), code(3), dense(6).build(), output(10));
        rows("no bias", dense(8).hasBias(false).build(), code(4), output(10));
        rows(
                "output without a bias",
                code(4),
                new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(10)
                        .hasBias(false)
                        .activation(Activation.SIGMOID)
                        .build());
        rows("dropout", new DropoutLayer(0.7), dense(8).dropOut(0.5).build(), code(4), output(10));
        rows("noise", new DropoutLayer(new GaussianDropout(0.3)), code(4), output(10));
        rows("L1 penalty", code(4), new L1Penalty(0.1), output(10));
        rows(
                "KL penalty",
                dense(4).name("code").activation(Activation.SIGMOID).build(),
                new KlPenalty(0.1, 0.05),
                output(10));
        rows(
                "variational",
                dense(8).build(),
                dense(6).activation(Activation.IDENTITY).build(),
                new GaussianCode(1),
                dense(8).build(),
                output(10));
        rows(
                "batch normalisation of rows",
                dense(8).build(),
                new BatchNormalization.Builder().eps(1e-3).build(),
                code(4),
                new BatchNormalization.Builder().useLogStd(true).build(),
                output(10));
        rows(
                "locked batch normalisation of rows",
                dense(8).build(),
                new BatchNormalization.Builder().lockGammaBeta(true).build(),
                code(4),
                output(10));
        rows(
                "activation layer and loss layer",
                dense(8).activation(Activation.IDENTITY).build(),
                new ActivationLayer(new ActivationELU(0.7)),
                code(4),
                dense(10).build(),
                new LossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.SIGMOID)
                        .build());
        rows(
                "parametric ReLU",
                dense(8).activation(Activation.IDENTITY).build(),
                new PReLULayer.Builder().inputShape(8).build(),
                code(4),
                output(10));
        rows(
                "element-wise multiplication",
                new ElementWiseMultiplicationLayer.Builder()
                        .nIn(10)
                        .nOut(10)
                        .activation(Activation.TANH)
                        .build(),
                code(4),
                output(10));
        rows("frozen", new FrozenLayer(dense(8).build()), code(4), output(10));
        rows("frozen with backprop", new FrozenLayerWithBackprop(dense(8).build()), code(4), output(10));
        MultiLayerConfiguration doubles = new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .list()
                .layer(code(4))
                .layer(output(10))
                .setInputType(InputType.feedForward(10))
                .build();
        all.add(new Case("numbers of 64 bits", doubles, 10));
        MultiLayerConfiguration plain = settings()
                .list()
                .layer(new DenseLayer.Builder().nIn(10).nOut(4).name("code").build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(10)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
        all.add(new Case("sizes by hand", plain, 10));
    }

    private static ConvolutionLayer.Builder convolution(int channels) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(channels)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.TANH);
    }

    private void convolutions() {
        picturesToCode("convolution, same", convolution(3).build());
        picturesToCode(
                "convolution, same, stride 2", convolution(3).stride(2, 2).build());
        picturesToCode(
                "convolution, same, stride 3 and 1", convolution(3).stride(3, 1).build());
        picturesToCode(
                "convolution, same, even", convolution(3).kernelSize(2, 4).build());
        picturesToCode(
                "convolution, same, even, stride 2",
                convolution(3).kernelSize(4, 2).stride(2, 2).build());
        picturesToCode(
                "convolution, same, stride beyond the kernel",
                convolution(3).kernelSize(1, 1).stride(2, 2).build());
        picturesToCode(
                "convolution, same, dilation", convolution(3).dilation(2, 2).build());
        for (ConvolutionMode mode : List.of(ConvolutionMode.Truncate, ConvolutionMode.Strict)) {
            picturesToCode(
                    "convolution, " + mode, convolution(3).convolutionMode(mode).build());
            picturesToCode(
                    "convolution, " + mode + ", padding and stride",
                    convolution(3)
                            .convolutionMode(mode)
                            .padding(1, 2)
                            .stride(2, 2)
                            .build());
            picturesToCode(
                    "convolution, " + mode + ", dilation",
                    convolution(3).convolutionMode(mode).dilation(2, 1).build());
        }
        picturesToCode(
                "convolution, truncate, last places left out",
                convolution(3)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .kernelSize(4, 3)
                        .stride(2, 3)
                        .build());
        picturesToCode(
                "convolution without a bias", convolution(3).hasBias(false).build());
        for (int kernel : new int[] {1, 2, 3, 4, 5}) {
            for (int stride : new int[] {1, 2, 3}) {
                picturesToCode(
                        "transposed convolution of " + kernel + ", same, stride " + stride,
                        transposed(kernel, stride)
                                .convolutionMode(ConvolutionMode.Same)
                                .build());
            }
        }
        picturesToCode(
                "transposed convolution, truncate",
                transposed(3, 2).convolutionMode(ConvolutionMode.Truncate).build());
        picturesToCode(
                "transposed convolution, truncate, padding",
                transposed(4, 2)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .padding(1, 1)
                        .build());
        picturesToCode(
                "transposed convolution without a bias",
                transposed(2, 2).hasBias(false).build());
        picturesToCode(
                "transposed convolution, dilation",
                transposed(3, 2)
                        .dilation(2, 2)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .build());
        picturesToCode(
                "depthwise convolution",
                new DepthwiseConvolution2D.Builder(3, 3)
                        .depthMultiplier(2)
                        .activation(Activation.TANH)
                        .build());
        picturesToCode(
                "separable convolution",
                new SeparableConvolution2D.Builder(3, 3)
                        .depthMultiplier(2)
                        .nOut(3)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.TANH)
                        .build());
    }

    private static Deconvolution2D.Builder transposed(int kernel, int stride) {
        return new Deconvolution2D.Builder(kernel, kernel)
                .stride(stride, stride)
                .nOut(3)
                .activation(Activation.TANH);
    }

    private void poolings() {
        for (PoolingType type : List.of(PoolingType.MAX, PoolingType.AVG, PoolingType.PNORM)) {
            picturesToCode(type + " pooling", pooling(type).build());
            picturesToCode(
                    type + " pooling, same",
                    pooling(type).convolutionMode(ConvolutionMode.Same).build());
            picturesToCode(
                    type + " pooling, same, overlapping",
                    pooling(type)
                            .kernelSize(3, 3)
                            .stride(2, 1)
                            .convolutionMode(ConvolutionMode.Same)
                            .build());
            picturesToCode(
                    type + " pooling, padding",
                    pooling(type)
                            .kernelSize(3, 3)
                            .padding(1, 1)
                            .convolutionMode(ConvolutionMode.Truncate)
                            .build());
        }
        picturesToCode(
                "p-norm pooling with p = 3", pooling(PoolingType.PNORM).pnorm(3).build());
        picturesToCode(
                "average pooling that counts the padding",
                pooling(PoolingType.AVG)
                        .kernelSize(3, 3)
                        .padding(1, 1)
                        .avgPoolIncludePadInDivisor(true)
                        .build());
        picturesToCode(
                "average pooling that counts the padding, same",
                pooling(PoolingType.AVG)
                        .kernelSize(3, 3)
                        .convolutionMode(ConvolutionMode.Same)
                        .avgPoolIncludePadInDivisor(true)
                        .build());
        for (PoolingType type : List.of(PoolingType.MAX, PoolingType.AVG, PoolingType.SUM, PoolingType.PNORM)) {
            picturesToCode(
                    "global " + type + " pooling of pictures",
                    convolution(3).build(),
                    new GlobalPoolingLayer.Builder(type).pnorm(2).build());
            sequences(
                    "global " + type + " pooling of sequences",
                    lstm(4),
                    new GlobalPoolingLayer.Builder(type).pnorm(3).build(),
                    code(3),
                    new RepeatVector.Builder<>(STEPS).build(),
                    lstm(4),
                    sequenceOutput());
        }
    }

    private static SubsamplingLayer.Builder pooling(PoolingType type) {
        return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2).pnorm(2);
    }

    private void pictures() {
        pictures(
                "code of pictures",
                convolution(4).build(),
                named(convolution(2).stride(2, 2).build()),
                new Upsampling2D.Builder(2).build(),
                new Cropping2D.Builder(0, 1, 0, 1).build(),
                convolution(CHANNELS).activation(Activation.IDENTITY).build(),
                new CnnLossLayer.Builder(LossFunction.XENT)
                        .activation(Activation.SIGMOID)
                        .build());
        all.add(new Case(
                "pictures of one size",
                network(
                        InputType.convolutional(HEIGHT, WIDTH, CHANNELS),
                        convolution(4).build(),
                        pooling(PoolingType.AVG)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        code(3),
                        output(PIXELS)),
                CHANNELS,
                HEIGHT,
                WIDTH));
        all.add(new Case(
                "pictures of any size",
                network(
                        InputType.convolutional(HEIGHT, WIDTH, CHANNELS),
                        convolution(4).build(),
                        pooling(PoolingType.MAX)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        named(convolution(3).build()),
                        new Upsampling2D.Builder(2).build(),
                        new Cropping2D.Builder(1, 0, 1, 0).build(),
                        convolution(CHANNELS).activation(Activation.IDENTITY).build(),
                        new CnnLossLayer.Builder(LossFunction.MSE)
                                .activation(Activation.IDENTITY)
                                .build()),
                CHANNELS,
                HEIGHT,
                WIDTH));
        picturesToCode(
                "upsampling", new Upsampling2D.Builder(2).size(new int[] {2, 3}).build());
        picturesToCode("zero padding", new ZeroPaddingLayer.Builder(1, 2, 3, 0).build());
        picturesToCode("cropping", new Cropping2D.Builder(1, 2, 3, 0).build());
        for (boolean logarithms : new boolean[] {false, true}) {
            picturesToCode(
                    "batch normalisation of pictures, logarithms " + logarithms,
                    convolution(3).build(),
                    new BatchNormalization.Builder()
                            .useLogStd(logarithms)
                            .eps(1e-2)
                            .build());
        }
        picturesToCode(
                "locked batch normalisation of pictures",
                convolution(3).build(),
                new BatchNormalization.Builder().lockGammaBeta(true).build());
        picturesToCode(
                "local response normalisation",
                convolution(6).build(),
                new LocalResponseNormalization.Builder().alpha(0.3).build());
        picturesToCode(
                "parametric ReLU of pictures",
                convolution(3).activation(Activation.IDENTITY).build(),
                new PReLULayer.Builder().inputShape(3, HEIGHT, WIDTH).build());
        picturesToCode(
                "parametric ReLU with one slope for each channel",
                convolution(3).activation(Activation.IDENTITY).build(),
                new PReLULayer.Builder()
                        .inputShape(3, HEIGHT, WIDTH)
                        .sharedAxes(2, 3)
                        .build());
        pictures(
                "dense and convolutional",
                dense(8).build(),
                code(3),
                dense(PIXELS).build(),
                new LossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build());
        MultiLayerConfiguration composed = settings()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(PIXELS)
                        .nOut(PIXELS)
                        .activation(Activation.TANH)
                        .build())
                .layer(convolution(2).nIn(CHANNELS).build())
                .layer(new DenseLayer.Builder().nIn(PIXELS).nOut(4).name("code").build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(PIXELS)
                        .activation(Activation.IDENTITY)
                        .build())
                .inputPreProcessor(
                        1,
                        new ComposableInputPreProcessor(
                                new FeedForwardToCnnPreProcessor(HEIGHT, WIDTH, CHANNELS),
                                new CnnToFeedForwardPreProcessor(HEIGHT, WIDTH, CHANNELS),
                                new FeedForwardToCnnPreProcessor(HEIGHT, WIDTH, CHANNELS)))
                .inputPreProcessor(2, new CnnToFeedForwardPreProcessor(HEIGHT, WIDTH, CHANNELS))
                .build();
        all.add(new Case("composed reshaping", composed, PIXELS));
    }

    private static LSTM lstm(int units) {
        return new LSTM.Builder().nOut(units).activation(Activation.TANH).build();
    }

    private static <L extends Layer> L named(L layer) {
        layer.setLayerName("code");
        return layer;
    }

    private static RnnOutputLayer sequenceOutput() {
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .nOut(FEATURES)
                .activation(Activation.IDENTITY)
                .build();
    }

    /** Layers between sequences and a code of the last step. */
    private void sequencesToCode(String name, Layer... layers) {
        List<Layer> whole = new ArrayList<>(List.of(layers));
        whole.add(named(new LastTimeStep(lstm(4))));
        whole.add(new RepeatVector.Builder<>(STEPS).build());
        whole.add(lstm(4));
        whole.add(sequenceOutput());
        sequences(name, whole.toArray(Layer[]::new));
    }

    private void sequences() {
        sequencesToCode("LSTM", lstm(5));
        for (Activation gate : List.of(Activation.HARDSIGMOID, Activation.TANH)) {
            sequencesToCode(
                    "LSTM with gates of " + gate,
                    new LSTM.Builder()
                            .nOut(5)
                            .activation(Activation.TANH)
                            .gateActivationFunction(gate)
                            .build());
        }
        for (Activation activation : List.of(
                Activation.SIGMOID,
                Activation.RELU,
                Activation.LEAKYRELU,
                Activation.ELU,
                Activation.SOFTSIGN,
                Activation.SOFTPLUS,
                Activation.THRESHOLDEDRELU,
                Activation.HARDSIGMOID,
                Activation.IDENTITY)) {
            sequencesToCode(
                    "LSTM with " + activation,
                    new LSTM.Builder()
                            .nOut(3)
                            .activation(activation)
                            .gateActivationFunction(Activation.HARDSIGMOID)
                            .build());
        }
        sequencesToCode(
                "LSTM of one unit",
                new LSTM.Builder()
                        .nOut(1)
                        .forgetGateBiasInit(3)
                        .activation(Activation.TANH)
                        .build());
        sequencesToCode(
                "Graves' LSTM",
                new GravesLSTM.Builder().nOut(4).activation(Activation.TANH).build());
        for (Activation activation : List.of(Activation.TANH, Activation.RELU, Activation.IDENTITY)) {
            sequencesToCode(
                    "simple recurrent layer with " + activation,
                    new SimpleRnn.Builder().nOut(4).activation(activation).build());
        }
        for (Bidirectional.Mode mode : Bidirectional.Mode.values()) {
            sequencesToCode("bidirectional, " + mode, new Bidirectional(mode, lstm(4)));
        }
        sequencesToCode(
                "bidirectional simple recurrent layer",
                new Bidirectional(new SimpleRnn.Builder()
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build()));
        sequences(
                "last step of a bidirectional layer",
                named(new LastTimeStep(new Bidirectional(lstm(3)))),
                new RepeatVector.Builder<>(STEPS).build(),
                lstm(4),
                sequenceOutput());
        sequences("code of each step", lstm(5), named(lstm(2)), lstm(5), sequenceOutput());
        sequences("dense code of each step", lstm(5), code(2), lstm(5), sequenceOutput());
        sequences("dense layers of each step", dense(5).build(), code(2), dense(5).build(), sequenceOutput());
        sequences(
                "dense layers between",
                lstm(5),
                dense(4).build(),
                code(2),
                dense(4).build(),
                dense(3).build(),
                lstm(4),
                sequenceOutput());
        sequences(
                "variational code of each step",
                lstm(5),
                dense(4).activation(Activation.IDENTITY).build(),
                new GaussianCode(1),
                lstm(4),
                sequenceOutput());
        sequences("each step", new TimeDistributed(dense(4).build()), named(lstm(3)), sequenceOutput());
        sequences(
                "sequence loss",
                named(lstm(3)),
                lstm(FEATURES),
                new RnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.SIGMOID)
                        .build());
        sequences("dropout of sequences", new DropoutLayer(0.5), named(lstm(3)), sequenceOutput());
        for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Causal, ConvolutionMode.Truncate)) {
            // With a dilation Deeplearning4j itself computes in this mode alone.
            for (int dilation : mode == ConvolutionMode.Causal ? new int[] {1, 2} : new int[] {1}) {
                sequencesToCode(
                        "convolution of sequences, " + mode + ", dilation " + dilation,
                        new Convolution1DLayer.Builder(3)
                                .nOut(4)
                                .dilation(dilation)
                                .convolutionMode(mode)
                                .activation(Activation.TANH)
                                .build());
            }
            sequencesToCode(
                    "convolution of sequences, " + mode + ", even, stride 2",
                    new Convolution1DLayer.Builder(2)
                            .nOut(4)
                            .stride(2)
                            .convolutionMode(mode)
                            .activation(Activation.RELU)
                            .hasBias(false)
                            .build());
        }
        for (SubsamplingLayer.PoolingType type :
                List.of(SubsamplingLayer.PoolingType.MAX, SubsamplingLayer.PoolingType.AVG)) {
            sequencesToCode(
                    type + " pooling of sequences", lstm(4), new Subsampling1DLayer.Builder(type, 2, 2).build());
            sequencesToCode(
                    type + " pooling of sequences, same",
                    lstm(4),
                    new Subsampling1DLayer.Builder(type, 3, 2)
                            .convolutionMode(ConvolutionMode.Same)
                            .build());
        }
        sequencesToCode("upsampling of sequences", lstm(4), new Upsampling1D.Builder(2).build());
        sequencesToCode("padding of sequences", lstm(4), new ZeroPadding1DLayer.Builder(1, 2).build());
        sequencesToCode("cropping of sequences", lstm(4), new Cropping1D.Builder(1, 2).build());
        sequences(
                "convolutions of sequences of any length",
                new Convolution1DLayer.Builder(3)
                        .nOut(4)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.TANH)
                        .build(),
                named(new Convolution1DLayer.Builder(3)
                        .nOut(2)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.TANH)
                        .build()),
                sequenceOutput());
        MultiLayerConfiguration film = settings()
                .list()
                .layer(convolution(2).build())
                .layer(lstm(5))
                .layer(code(3))
                .layer(lstm(4))
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(12)
                        .activation(Activation.IDENTITY)
                        .build())
                .inputPreProcessor(0, new org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor(3, 4, 1))
                .setInputType(InputType.recurrent(12))
                .build();
        all.add(new Case("a picture at each step", film, 12, STEPS));
    }
}
