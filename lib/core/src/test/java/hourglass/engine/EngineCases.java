package hourglass.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Networks with every setting of every layer that the engine replaces or meets, one setting at a time. */
final class EngineCases {

    static final double RATE = 0.05;

    /** Steps of a sequence. */
    static final int LENGTH = 6;

    private EngineCases() {}

    static NeuralNetConfiguration.Builder settings(IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(updater)
                .weightInit(WeightInit.XAVIER)
                .biasInit(0.1);
    }

    static NeuralNetConfiguration.Builder settings() {
        return settings(new Sgd(RATE));
    }

    static List<IDropout> dropouts() {
        return List.of(new Dropout(0.7), new AlphaDropout(0.7), new GaussianDropout(0.3), new GaussianNoise(0.1));
    }

    static List<IWeightNoise> weightNoises() {
        return List.of(new DropConnect(0.7), new WeightNoise(new NormalDistribution(0, 0.1)));
    }

    static List<LayerConstraint> constraints() {
        return List.of(
                new MaxNormConstraint(0.5, 1),
                new MinMaxNormConstraint(0.2, 0.6, 1),
                new NonNegativeConstraint(),
                new UnitNormConstraint(1));
    }

    static Stream<EngineCase> cases() {
        List<EngineCase> all = new ArrayList<>();
        dense(all);
        outputs(all);
        convolutions(all);
        transposedConvolutions(all);
        poolings(all);
        betweenConvolutions(all);
        otherConvolutions(all);
        recurrent(all);
        NetworkCases.add(all);
        return all.stream();
    }

    // Dense layers.

    private static void dense(List<EngineCase> all) {
        for (Activation activation : Activation.values()) {
            if (activation != Activation.SOFTMAX && activation != Activation.RRELU) {
                dense(all, "dense, " + activation, settings(), layer -> layer.activation(activation));
            }
        }
        dense(all, "dense without bias", settings(), layer -> layer.hasBias(false));
        dense(all, "dense, layer normalisation", settings(), layer -> layer.hasLayerNorm(true));
        for (IDropout dropout : dropouts()) {
            dense(all, "dense, " + dropout, settings(), layer -> layer.dropOut(dropout));
        }
        for (IWeightNoise noise : weightNoises()) {
            dense(all, "dense, " + noise, settings(), layer -> layer.weightNoise(noise));
        }
        for (LayerConstraint constraint : constraints()) {
            dense(all, "dense, " + constraint, settings(), layer -> layer.constrainWeights(constraint));
            dense(all, "dense, Adam, " + constraint, settings(new Adam(1e-3)), l -> l.constrainWeights(constraint));
        }
        for (GradientNormalization normalization : GradientNormalization.values()) {
            dense(all, "dense, " + normalization, settings(new Adam(1e-3)), layer -> layer.gradientNormalization(
                            normalization)
                    .gradientNormalizationThreshold(0.1));
        }
        for (IUpdater updater :
                List.of(new Adam(1e-3), new Nesterovs(0.01, 0.9), new RmsProp(1e-3), new AdaGrad(1e-2))) {
            dense(all, "dense, " + updater.getClass().getSimpleName(), settings(updater), layer -> {});
        }
        dense(
                all,
                "dense, updater of its own for the bias",
                settings(new Adam(1e-3)),
                layer -> layer.biasUpdater(new Sgd(RATE)));
        dense(all, "dense, L1 and L2", settings(new Adam(1e-3)).l1(1e-3).l2(1e-2), layer -> layer.l2Bias(1e-3));
        dense(all, "dense, weight decay", settings(new Adam(1e-3)).weightDecay(1e-2), layer -> {});
        dense(all, "dense, no minibatch", settings(new Adam(1e-3)).miniBatch(false), layer -> {});
        dense(all, "dense, 64-bit numbers", settings().dataType(DataType.DOUBLE), layer -> {});
    }

    private static void dense(
            List<EngineCase> all,
            String name,
            NeuralNetConfiguration.Builder settings,
            Consumer<DenseLayer.Builder> setting) {
        DenseLayer.Builder varied = new DenseLayer.Builder().nOut(5).activation(Activation.RELU);
        setting.accept(varied);
        all.add(new EngineCase(
                name,
                settings.list()
                        .layer(new DenseLayer.Builder()
                                .nIn(6)
                                .nOut(7)
                                .activation(Activation.TANH)
                                .build())
                        .layer(varied.build())
                        .layer(new OutputLayer.Builder(LossFunction.XENT)
                                .nOut(6)
                                .activation(Activation.SIGMOID)
                                .build())
                        .build(),
                new int[] {6},
                false));
    }

    // Losses.

    private static void outputs(List<EngineCase> all) {
        for (LossFunction loss : List.of(
                LossFunction.MSE,
                LossFunction.L1,
                LossFunction.L2,
                LossFunction.MEAN_ABSOLUTE_ERROR,
                LossFunction.XENT,
                LossFunction.KL_DIVERGENCE,
                LossFunction.COSINE_PROXIMITY,
                LossFunction.POISSON,
                LossFunction.MEAN_SQUARED_LOGARITHMIC_ERROR)) {
            for (Activation activation : List.of(Activation.SIGMOID, Activation.HARDSIGMOID)) {
                output(all, loss + " behind " + activation, loss.getILossFunction(), activation, builder -> {}, false);
            }
        }
        INDArray weights = Nd4j.createFromArray(1f, 2f, 0.5f, 1f, 0f, 1f);
        output(all, "masked", new LossMSE(), Activation.IDENTITY, builder -> {}, true);
        output(all, "weighted squares", new LossMSE(weights), Activation.IDENTITY, builder -> {}, false);
        output(all, "weighted entropy", new LossBinaryXENT(weights), Activation.SIGMOID, builder -> {}, false);
        output(all, "clipped entropy", new LossBinaryXENT(0.3, null), Activation.SIGMOID, builder -> {}, false);
        output(all, "without bias", new LossMSE(), Activation.TANH, builder -> builder.hasBias(false), false);
        for (IDropout dropout : dropouts()) {
            output(all, "" + dropout, new LossMSE(), Activation.TANH, builder -> builder.dropOut(dropout), false);
        }
        output(all, "weight noise", new LossMSE(), Activation.TANH, b -> b.weightNoise(new DropConnect(0.7)), false);
    }

    private static void output(
            List<EngineCase> all,
            String name,
            ILossFunction loss,
            Activation activation,
            Consumer<OutputLayer.Builder> setting,
            boolean masked) {
        OutputLayer.Builder output = new OutputLayer.Builder(loss).nOut(6).activation(activation);
        setting.accept(output);
        all.add(new EngineCase(
                "output, " + name,
                settings()
                        .list()
                        .layer(new DenseLayer.Builder()
                                .nIn(6)
                                .nOut(4)
                                .activation(Activation.TANH)
                                .build())
                        .layer(output.build())
                        .validateOutputLayerConfig(false)
                        .build(),
                new int[] {6},
                masked));
    }

    // Convolutional layers.

    static ConvolutionLayer.Builder convolution(int outputs, Activation activation) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(outputs)
                .activation(activation)
                .convolutionMode(ConvolutionMode.Same);
    }

    static EngineCase images(String name, NeuralNetConfiguration.Builder settings, Layer... layers) {
        // Smaller steps, because the loss is a sum over all pixels.
        NeuralNetConfiguration.ListBuilder list =
                settings.updater(new Sgd(RATE / 10)).list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        list.layer(new CnnLossLayer.Builder(LossFunction.MSE)
                .activation(Activation.SIGMOID)
                .build());
        return new EngineCase(
                name, list.setInputType(InputType.convolutional(9, 7, 2)).build(), new int[] {2, 9, 7}, false);
    }

    private static void convolution(List<EngineCase> all, String name, Consumer<ConvolutionLayer.Builder> setting) {
        ConvolutionLayer.Builder varied = convolution(3, Activation.RELU);
        setting.accept(varied);
        all.add(images(
                "convolution, " + name,
                settings(),
                convolution(4, Activation.TANH).build(),
                varied.build(),
                convolution(1, Activation.IDENTITY).build()));
    }

    private static void convolutions(List<EngineCase> all) {
        for (Activation activation :
                List.of(Activation.RELU, Activation.SIGMOID, Activation.TANH, Activation.ELU, Activation.LEAKYRELU)) {
            convolution(all, activation.name(), layer -> layer.activation(activation));
        }
        for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Truncate, ConvolutionMode.Strict)) {
            convolution(all, mode + ", strides", layer -> layer.convolutionMode(mode)
                    .kernelSize(3, 3)
                    .stride(2, 2));
            convolution(all, mode + ", dilation", layer -> layer.convolutionMode(mode)
                    .dilation(2, 3));
            if (mode != ConvolutionMode.Same) {
                convolution(all, mode + ", padding", layer -> layer.convolutionMode(mode)
                        .padding(2, 1));
            }
            convolution(all, mode + ", even kernel", layer -> layer.convolutionMode(mode)
                    .kernelSize(2, 4)
                    .stride(1, 1));
        }
        convolution(all, "without bias", layer -> layer.hasBias(false));
        for (IDropout dropout : dropouts()) {
            convolution(all, "" + dropout, layer -> layer.dropOut(dropout));
        }
        convolution(all, "spatial dropout", layer -> layer.dropOut(new SpatialDropout(0.7)));
        for (IWeightNoise noise : weightNoises()) {
            convolution(all, "" + noise, layer -> layer.weightNoise(noise));
        }
        for (LayerConstraint constraint : constraints()) {
            convolution(all, "" + constraint, layer -> layer.constrainWeights(constraint));
        }
    }

    private static void transposedConvolutions(List<EngineCase> all) {
        for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Truncate)) {
            transposed(all, mode + "", layer -> layer.convolutionMode(mode));
            transposed(all, mode + ", strides", layer -> layer.convolutionMode(mode)
                    .stride(2, 3));
        }
        transposed(all, "padding", layer -> layer.padding(1, 1));
        transposed(all, "without bias", layer -> layer.hasBias(false));
        for (IDropout dropout : dropouts()) {
            transposed(all, "" + dropout, layer -> layer.dropOut(dropout));
        }
    }

    private static void transposed(List<EngineCase> all, String name, Consumer<Deconvolution2D.Builder> setting) {
        Deconvolution2D.Builder varied =
                new Deconvolution2D.Builder(3, 3).nOut(3).activation(Activation.TANH);
        setting.accept(varied);
        all.add(images(
                "transposed convolution, " + name,
                settings(),
                convolution(4, Activation.TANH).build(),
                varied.build(),
                convolution(1, Activation.IDENTITY).build()));
    }

    private static void poolings(List<EngineCase> all) {
        for (PoolingType type : List.of(PoolingType.MAX, PoolingType.AVG, PoolingType.PNORM)) {
            for (Activation before : List.of(Activation.RELU, Activation.TANH)) {
                for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Truncate)) {
                    pooling(
                            all,
                            type + " of " + before + ", " + mode,
                            before,
                            pooling(type).convolutionMode(mode).stride(2, 2));
                }
                pooling(
                        all,
                        type + " of " + before + ", overlapping",
                        before,
                        pooling(type).kernelSize(3, 2).stride(1, 2));
                pooling(
                        all,
                        type + " of " + before + ", padding",
                        before,
                        pooling(type).kernelSize(3, 3).padding(1, 1));
                pooling(
                        all,
                        type + " of " + before + ", dilation",
                        before,
                        pooling(type).dilation(2, 2));
                pooling(
                        all,
                        type + " of " + before + ", dropout",
                        before,
                        pooling(type).dropOut(0.7));
            }
        }
        pooling(
                all,
                "p-norm with p = 3",
                Activation.RELU,
                pooling(PoolingType.PNORM).pnorm(3));
    }

    static SubsamplingLayer.Builder pooling(PoolingType type) {
        return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2).pnorm(2);
    }

    private static void pooling(
            List<EngineCase> all, String name, Activation before, SubsamplingLayer.Builder pooling) {
        all.add(images(
                "pooling, " + name,
                settings(),
                convolution(4, before).build(),
                pooling.build(),
                convolution(1, Activation.IDENTITY).build()));
    }

    private static void betweenConvolutions(List<EngineCase> all) {
        List<Layer> between = List.of(
                new BatchNormalization.Builder().build(),
                new BatchNormalization.Builder()
                        .useLogStd(false)
                        .decay(0.5)
                        .eps(1e-2)
                        .build(),
                new BatchNormalization.Builder().lockGammaBeta(true).build(),
                new BatchNormalization.Builder().gamma(0.5).beta(0.2).build(),
                new BatchNormalization.Builder().dropOut(0.7).build(),
                new ActivationLayer(Activation.RELU),
                new ActivationLayer(Activation.IDENTITY),
                new ActivationLayer(Activation.ELU),
                new ActivationLayer.Builder()
                        .activation(Activation.TANH)
                        .dropOut(0.7)
                        .build(),
                new Upsampling2D.Builder(2).build(),
                new Upsampling2D.Builder(2).dropOut(0.7).build(),
                new DropoutLayer(0.7),
                new ZeroPaddingLayer.Builder(1, 2).build(),
                new Cropping2D.Builder(1, 2).build(),
                new LocalResponseNormalization.Builder().build(),
                new PReLULayer.Builder().inputShape(4, 9, 7).build(),
                new SeparableConvolution2D.Builder(3, 3)
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build(),
                new DepthwiseConvolution2D.Builder(3, 3)
                        .depthMultiplier(2)
                        .activation(Activation.TANH)
                        .build());
        for (int i = 0; i < between.size(); i++) {
            for (Activation before : List.of(Activation.IDENTITY, Activation.RELU)) {
                EngineCase network = images(
                        between.get(i).getClass().getSimpleName() + " " + i + " behind " + before,
                        settings(),
                        convolution(4, before).build(),
                        between.get(i).clone(),
                        convolution(1, Activation.IDENTITY).build());
                // Long enough for ReLU to silence channels, whose rounding the normalisation multiplies.
                all.add(between.get(i) instanceof BatchNormalization ? network.steps(20) : network);
            }
        }
        all.add(new EngineCase(
                "dense layer behind a convolution",
                settings()
                        .list()
                        .layer(convolution(4, Activation.RELU).build())
                        .layer(new DenseLayer.Builder()
                                .nOut(6)
                                .activation(Activation.TANH)
                                .build())
                        .layer(new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(6)
                                .activation(Activation.SIGMOID)
                                .build())
                        .setInputType(InputType.convolutional(9, 7, 2))
                        .build(),
                new int[] {2, 9, 7},
                false));
    }

    private static void otherConvolutions(List<EngineCase> all) {
        all.add(new EngineCase(
                "one-dimensional convolution",
                settings()
                        .list()
                        .layer(new Convolution1DLayer.Builder(3)
                                .nOut(4)
                                .convolutionMode(ConvolutionMode.Same)
                                .activation(Activation.RELU)
                                .build())
                        .layer(new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.MAX, 2, 2).build())
                        .layer(new Upsampling1D.Builder(2).build())
                        .layer(rnnOutput(LossFunction.MSE, Activation.IDENTITY).build())
                        .setInputType(InputType.recurrent(3, LENGTH))
                        .build(),
                new int[] {3, LENGTH},
                false));
        all.add(new EngineCase(
                "three-dimensional convolution",
                settings()
                        .list()
                        .layer(new Convolution3D.Builder(2, 2, 2)
                                .nOut(2)
                                .convolutionMode(ConvolutionMode.Same)
                                .activation(Activation.RELU)
                                .build())
                        .layer(new Cnn3DLossLayer.Builder(Convolution3D.DataFormat.NCDHW)
                                .lossFunction(LossFunction.MSE)
                                .activation(Activation.IDENTITY)
                                .build())
                        .setInputType(InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 3, 4, 5, 1))
                        .build(),
                new int[] {1, 3, 4, 5},
                false));
    }

    // Recurrent layers.

    static LSTM.Builder lstm(int units) {
        return new LSTM.Builder().nOut(units).activation(Activation.TANH);
    }

    static RnnOutputLayer.Builder rnnOutput(LossFunction loss, Activation activation) {
        return new RnnOutputLayer.Builder(loss).nOut(3).activation(activation);
    }

    static EngineCase sequences(String name, boolean masked, NeuralNetConfiguration.ListBuilder list) {
        return new EngineCase(
                name, list.setInputType(InputType.recurrent(3, LENGTH)).build(), new int[] {3, LENGTH}, masked);
    }

    private static void recurrent(List<EngineCase> all) {
        RnnOutputLayer output = rnnOutput(LossFunction.MSE, Activation.IDENTITY).build();
        for (Activation activation : List.of(Activation.TANH, Activation.SIGMOID, Activation.RELU)) {
            lstm(all, "activation " + activation, layer -> layer.activation(activation));
        }
        lstm(all, "hard sigmoid", layer -> layer.gateActivationFunction(Activation.HARDSIGMOID));
        lstm(all, "forget gate bias", layer -> layer.forgetGateBiasInit(3));
        for (IWeightNoise noise : weightNoises()) {
            lstm(all, "" + noise, layer -> layer.weightNoise(noise));
        }
        for (LayerConstraint constraint : constraints()) {
            lstm(all, "" + constraint, layer -> layer.constrainRecurrent(constraint));
        }
        // Made anew for each network: the clone of a layer that wraps another one shares it.
        List<Supplier<Layer>> layers = List.of(
                () -> new SimpleRnn.Builder()
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build(),
                () -> new GravesLSTM.Builder()
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build(),
                () -> new GravesBidirectionalLSTM.Builder()
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build(),
                () -> new Bidirectional(lstm(4).build()),
                () -> new Bidirectional(
                        Bidirectional.Mode.ADD, new SimpleRnn.Builder().nOut(4).build()),
                () -> new LSTM.Builder()
                        .nOut(4)
                        .activation(Activation.TANH)
                        .dropOut(0.7)
                        .build(),
                () -> new MaskZeroLayer.Builder()
                        .setUnderlying(lstm(4).build())
                        .setMaskValue(0.5)
                        .build(),
                () -> new TimeDistributed(new DenseLayer.Builder()
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build()),
                () -> new Convolution1DLayer.Builder(3)
                        .nOut(4)
                        .convolutionMode(ConvolutionMode.Causal)
                        .build(),
                () -> new Convolution1DLayer.Builder(3)
                        .nOut(4)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.RELU)
                        .build(),
                () -> new DenseLayer.Builder()
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build(),
                () -> new DenseLayer.Builder()
                        .nOut(4)
                        .activation(Activation.RELU)
                        .dropOut(0.7)
                        .build(),
                () -> new ActivationLayer(Activation.RELU),
                () -> new ActivationLayer(Activation.SIGMOID),
                () -> new DropoutLayer(0.7),
                () -> new DropoutLayer(new AlphaDropout(0.7)),
                () -> new DropoutLayer(new GaussianDropout(0.3)),
                () -> new DropoutLayer(new GaussianNoise(0.1)),
                () -> new DropoutLayer(new SpatialDropout(0.7)));
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i).get();
            String kind = layer.getClass().getSimpleName() + " " + i;
            for (boolean masked : new boolean[] {false, true}) {
                // Deeplearning4j refuses to mask the dropout of sequences.
                if (masked && layer instanceof DropoutLayer) {
                    continue;
                }
                String suffix = masked ? ", masked" : "";
                all.add(sequences(
                        kind + suffix,
                        masked,
                        settings().list().layer(layers.get(i).get()).layer(output.clone())));
                all.add(sequences(
                        kind + " behind an LSTM" + suffix,
                        masked,
                        settings()
                                .list()
                                .layer(lstm(4).build())
                                .layer(layers.get(i).get())
                                .layer(output.clone())));
            }
        }
        for (LossFunction loss : List.of(LossFunction.XENT, LossFunction.L2, LossFunction.L1)) {
            all.add(sequences(
                    "sequence output, " + loss,
                    false,
                    settings()
                            .list()
                            .layer(lstm(4).build())
                            .layer(rnnOutput(loss, Activation.SIGMOID).build())));
        }
        all.add(sequences(
                "sequence output with dropout",
                false,
                settings()
                        .list()
                        .layer(lstm(4).build())
                        .layer(rnnOutput(LossFunction.MSE, Activation.TANH)
                                .dropOut(0.7)
                                .build())));
        for (boolean masked : new boolean[] {false, true}) {
            String suffix = masked ? ", masked" : "";
            all.add(sequences(
                    "two LSTMs" + suffix,
                    masked,
                    settings()
                            .list()
                            .layer(lstm(5).build())
                            .layer(lstm(4).build())
                            .layer(output.clone())));
            all.add(sequences(
                    "last step, repeated" + suffix,
                    masked,
                    settings()
                            .list()
                            .layer(new LastTimeStep(lstm(5).build()))
                            .layer(new RepeatVector.Builder<>(LENGTH).build())
                            .layer(lstm(4).build())
                            .layer(output.clone())));
            for (int length : new int[] {4, 3, 20}) {
                NeuralNetConfiguration.ListBuilder list = settings()
                        .list()
                        .layer(lstm(5).build())
                        .layer(lstm(4).build())
                        .layer(output.clone());
                list.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(length);
                all.add(sequences("truncated to " + length + " steps" + suffix, masked, list));
            }
        }
    }

    private static void lstm(List<EngineCase> all, String name, Consumer<LSTM.Builder> setting) {
        LSTM.Builder varied = lstm(4);
        setting.accept(varied);
        all.add(sequences(
                "LSTM, " + name,
                false,
                settings()
                        .list()
                        .layer(lstm(5).build())
                        .layer(varied.build())
                        .layer(rnnOutput(LossFunction.MSE, Activation.IDENTITY).build())));
    }
}
