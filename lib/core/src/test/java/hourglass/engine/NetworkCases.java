package hourglass.engine;

import static hourglass.engine.EngineCases.LENGTH;
import static hourglass.engine.EngineCases.RATE;
import static hourglass.engine.EngineCases.convolution;
import static hourglass.engine.EngineCases.lstm;
import static hourglass.engine.EngineCases.pooling;
import static hourglass.engine.EngineCases.rnnOutput;
import static hourglass.engine.EngineCases.sequences;
import static hourglass.engine.EngineCases.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.stepfunctions.DefaultStepFunction;
import org.deeplearning4j.nn.conf.stepfunctions.GradientStepFunction;
import org.deeplearning4j.nn.conf.stepfunctions.NegativeDefaultStepFunction;
import org.deeplearning4j.nn.conf.stepfunctions.NegativeGradientStepFunction;
import org.deeplearning4j.nn.conf.stepfunctions.StepFunction;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** Settings of whole networks, the order of layers, and forms of batches. */
final class NetworkCases {

    private NetworkCases() {}

    static void add(List<EngineCase> all) {
        optimizers(all);
        everyKindOfNetwork(all);
        frozen(all);
        batches(all);
        denseLayers(all);
        convolutionalLayers(all);
        besideRandomLayers(all);
        dataFormats(all);
        recurrentLayers(all);
    }

    // Three networks that between them have most accelerated layers with parameters.

    private static EngineCase dense(String name, NeuralNetConfiguration.Builder settings, Layer... before) {
        NeuralNetConfiguration.ListBuilder list = settings.list();
        for (Layer layer : before) {
            list.layer(layer);
        }
        return new EngineCase(
                "dense network, " + name,
                list.layer(new DenseLayer.Builder()
                                .nOut(5)
                                .activation(Activation.RELU)
                                .build())
                        .layer(new OutputLayer.Builder(LossFunction.XENT)
                                .nOut(6)
                                .activation(Activation.SIGMOID)
                                .build())
                        .setInputType(InputType.feedForward(6))
                        .build(),
                new int[] {6},
                false);
    }

    private static EngineCase dense(String name, NeuralNetConfiguration.Builder settings) {
        return dense(name, settings, dense(7).build());
    }

    private static DenseLayer.Builder dense(int units) {
        return new DenseLayer.Builder().nOut(units).activation(Activation.TANH);
    }

    private static Layer[] convolutions() {
        return new Layer[] {
            convolution(4, Activation.TANH).build(),
            new BatchNormalization.Builder().build(),
            new SubsamplingLayer.Builder(PoolingType.MAX).build(),
            new Deconvolution2D.Builder(2, 2)
                    .nOut(2)
                    .stride(2, 2)
                    .activation(Activation.TANH)
                    .build(),
            convolution(2, Activation.IDENTITY).build()
        };
    }

    private static EngineCase sequences(String name, NeuralNetConfiguration.Builder settings, Layer... before) {
        NeuralNetConfiguration.ListBuilder list = settings.list();
        for (Layer layer : before) {
            list.layer(layer);
        }
        return EngineCases.sequences(
                name,
                false,
                list.layer(rnnOutput(LossFunction.MSE, Activation.IDENTITY).build()));
    }

    private static Map<String, Supplier<NeuralNetConfiguration.Builder>> optimizers() {
        Map<String, Supplier<NeuralNetConfiguration.Builder>> all = new LinkedHashMap<>();
        ISchedule byIteration = new ExponentialSchedule(ScheduleType.ITERATION, 0.01, 0.8);
        ISchedule byEpoch = new StepSchedule(ScheduleType.EPOCH, 0.01, 0.5, 1);
        ISchedule momentum = new MapSchedule.Builder(ScheduleType.ITERATION)
                .add(0, 0.5)
                .add(2, 0.9)
                .build();
        for (IUpdater updater : List.of(
                new Adam(1e-2, 0.8, 0.99, 1e-6),
                new Adam(byIteration),
                new Adam(byEpoch),
                new Sgd(byIteration),
                new Nesterovs(0.01, momentum),
                new Nesterovs(byEpoch, 0.9),
                new AdaMax(1e-3),
                new Nadam(1e-3),
                new AMSGrad(1e-3),
                new AdaDelta(),
                new NoOp())) {
            all.put(updater.toString(), () -> settings(updater.clone()));
        }
        for (boolean minimize : new boolean[] {true, false}) {
            for (OptimizationAlgorithm algorithm : OptimizationAlgorithm.values()) {
                all.put(algorithm + (minimize ? "" : ", maximised"), () -> settings(new Adam(1e-3))
                        .optimizationAlgo(algorithm)
                        .minimize(minimize));
            }
        }
        for (StepFunction step : List.of(
                new DefaultStepFunction(),
                new GradientStepFunction(),
                new NegativeDefaultStepFunction(),
                new NegativeGradientStepFunction())) {
            all.put(step.getClass().getSimpleName(), () -> settings(new Adam(1e-3))
                    .stepFunction(step));
        }
        return all;
    }

    private static void optimizers(List<EngineCase> all) {
        optimizers().forEach((name, settings) -> all.add(dense(name, settings.get())));
        all.add(dense(
                "updaters of each layer",
                settings(new Adam(1e-3)),
                dense(7).updater(new Sgd(RATE)).build()));
        all.add(dense(
                "rates of each layer",
                settings(new Adam(1e-3)),
                dense(7).updater(new Adam(1e-2)).build()));
        all.add(dense(
                "rate of the bias",
                settings(new Adam(1e-3)),
                dense(7).biasUpdater(new Adam(1e-2)).build()));
    }

    /** Settings that a network hands on to all its layers, each with Adam, whose step the engine takes itself. */
    private static Map<String, Supplier<NeuralNetConfiguration.Builder>> common() {
        Map<String, Supplier<NeuralNetConfiguration.Builder>> all = new LinkedHashMap<>();
        Supplier<NeuralNetConfiguration.Builder> adam = () -> settings(new Adam(1e-3));
        all.put("Adam", adam);
        all.put("no minibatch", () -> adam.get().miniBatch(false));
        all.put("L1", () -> adam.get().l1(1e-2).l1Bias(1e-2));
        all.put("L2", () -> adam.get().l2(1e-2).l2Bias(1e-2));
        all.put("weight decay", () -> adam.get().weightDecay(1e-2).weightDecayBias(1e-2));
        all.put("weight decay beside the rate", () -> adam.get().weightDecay(1e-2, false));
        all.put("constrained biases", () -> adam.get().constrainBias(new NonNegativeConstraint()));
        all.put("constrained parameters", () -> adam.get().constrainAllParameters(new MaxNormConstraint(0.3, 1)));
        all.put("weight noise on biases", () -> adam.get()
                .weightNoise(new WeightNoise(new NormalDistribution(1, 0.1), true, false)));
        all.put("weight noise by schedule", () -> adam.get()
                .weightNoise(new DropConnect(new ExponentialSchedule(ScheduleType.ITERATION, 0.9, 0.9))));
        all.put("dropout by schedule", () -> adam.get()
                .dropOut(new Dropout(new ExponentialSchedule(ScheduleType.ITERATION, 0.9, 0.9))));
        for (GradientNormalization normalization : GradientNormalization.values()) {
            all.put(
                    "" + normalization,
                    () -> adam.get().gradientNormalization(normalization).gradientNormalizationThreshold(0.1));
        }
        for (CacheMode mode : List.of(CacheMode.NONE, CacheMode.DEVICE)) {
            all.put("cache mode " + mode, () -> adam.get().cacheMode(mode));
        }
        all.put(
                "no workspaces",
                () -> adam.get().trainingWorkspaceMode(WorkspaceMode.NONE).inferenceWorkspaceMode(WorkspaceMode.NONE));
        for (DataType type : List.of(DataType.DOUBLE, DataType.HALF)) {
            all.put("numbers " + type, () -> adam.get().dataType(type));
        }
        return all;
    }

    private static void everyKindOfNetwork(List<EngineCase> all) {
        common().forEach((name, settings) -> {
            all.add(dense(name, settings.get()));
            all.add(pictures("convolutional network, " + name, settings.get(), convolutions()));
            all.add(sequences("recurrent network, " + name, settings.get(), lstm(5).build(), lstm(4).build()));
        });
    }

    /** As {@link EngineCases#images}, with the updater of the settings. */
    private static EngineCase pictures(String name, NeuralNetConfiguration.Builder settings, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = settings.list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return new EngineCase(
                name,
                list.layer(new CnnLossLayer.Builder(LossFunction.XENT)
                                .activation(Activation.SIGMOID)
                                .build())
                        .setInputType(InputType.convolutional(8, 6, 2))
                        .build(),
                new int[] {2, 8, 6},
                false);
    }

    private static void frozen(List<EngineCase> all) {
        Supplier<NeuralNetConfiguration.Builder> adam = () -> settings(new Adam(1e-3));
        all.add(dense("frozen", adam.get(), new FrozenLayer(dense(7).build())));
        all.add(dense(
                "frozen behind another", adam.get(), dense(7).build(), new FrozenLayerWithBackprop(dense(7).build())));
        all.add(dense(
                "frozen for others",
                adam.get(),
                dense(7).build(),
                new FrozenLayerWithBackprop(dense(7).dropOut(0.7).build())));
        all.add(pictures(
                "frozen convolution",
                adam.get(),
                new FrozenLayer(convolution(4, Activation.RELU).build()),
                convolution(2, Activation.IDENTITY).build()));
        all.add(pictures(
                "frozen convolution behind another",
                adam.get(),
                convolution(4, Activation.RELU).build(),
                new FrozenLayerWithBackprop(convolution(4, Activation.RELU).build()),
                convolution(2, Activation.IDENTITY).build()));
        all.add(sequences("frozen LSTM", adam.get(), new FrozenLayer(lstm(4).build()), lstm(4).build()));
    }

    // Forms of batches.

    private static DataSet features(DataSet batch, INDArray features) {
        return new DataSet(features, batch.getLabels(), batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    }

    private static DataSet masks(DataSet batch, INDArray features, INDArray labels) {
        return new DataSet(batch.getFeatures(), batch.getLabels(), features, labels);
    }

    /** Noughts and ones in the shape of the labels. */
    private static INDArray someOutputs(DataSet batch) {
        return Nd4j.rand(
                        Nd4j.getRandomFactory().getNewRandomInstance(5),
                        batch.getLabels().shape())
                .gt(0.3)
                .castTo(DataType.FLOAT);
    }

    private static INDArray view(INDArray array) {
        INDArray wide = Nd4j.concat(1, array, array);
        return wide.get(NDArrayIndex.all(), NDArrayIndex.interval(0, array.size(1)));
    }

    private static void batches(List<EngineCase> all) {
        Supplier<NeuralNetConfiguration.Builder> adam = () -> settings(new Adam(1e-3));
        List<Supplier<EngineCase>> networks = List.of(
                () -> dense("batch", adam.get()),
                () -> pictures("convolutional network, batch", adam.get(), convolutions()),
                () -> sequences("recurrent network, batch", adam.get(), lstm(5).build(), lstm(4).build()));
        for (Supplier<EngineCase> network : networks) {
            all.add(network.get().batchSize(1).with("one example", b -> b));
            all.add(network.get().batchSize(67).with("67 examples", b -> b));
            all.add(network.get()
                    .with(
                            "64-bit numbers",
                            b -> new DataSet(
                                    b.getFeatures().castTo(DataType.DOUBLE),
                                    b.getLabels().castTo(DataType.DOUBLE))));
            all.add(network.get()
                    .with(
                            "64-bit targets",
                            b -> new DataSet(b.getFeatures(), b.getLabels().castTo(DataType.DOUBLE))));
            all.add(network.get()
                    .with(
                            "column by column",
                            b -> new DataSet(
                                    b.getFeatures().dup('f'), b.getLabels().dup('f'))));
            all.add(network.get().with("view", b -> new DataSet(view(b.getFeatures()), view(b.getLabels()))));
            all.add(network.get().with("some outputs", b -> masks(b, null, someOutputs(b))));
        }
        all.add(networks.get(0).get().with("some examples", EngineCase::masked));
        all.add(networks.get(1)
                .get()
                .with(
                        "some pixels",
                        b -> masks(
                                b,
                                null,
                                someOutputs(b)
                                        .get(NDArrayIndex.all(), NDArrayIndex.interval(0, 1))
                                        .dup())));
        all.add(networks.get(2).get().with("masked features", b -> masks(b, EngineCase.mask(b), null)));
        all.add(networks.get(2).get().with("masked labels", b -> masks(b, null, EngineCase.mask(b))));
    }

    // Layers of dense networks.

    private static void denseLayers(List<EngineCase> all) {
        for (LossFunction loss : List.of(LossFunction.MCXENT, LossFunction.NEGATIVELOGLIKELIHOOD)) {
            all.add(feedForward(
                    "output, " + loss,
                    new OutputLayer.Builder(loss)
                            .nOut(6)
                            .activation(Activation.SOFTMAX)
                            .build()));
        }
        all.add(feedForward(
                "output with centres",
                new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(6)
                        .activation(Activation.SOFTMAX)
                        .build()));
        for (LossFunction loss : List.of(LossFunction.MSE, LossFunction.XENT)) {
            all.add(feedForward(
                    "loss layer, " + loss,
                    dense(6).build(),
                    new LossLayer.Builder(loss).activation(Activation.SIGMOID).build()));
        }
        List<Supplier<Layer>> between = List.of(
                () -> new ActivationLayer(Activation.RELU),
                () -> new ActivationLayer(Activation.TANH),
                () -> new ActivationLayer(Activation.ELU),
                () -> new BatchNormalization.Builder().build(),
                () -> new BatchNormalization.Builder().lockGammaBeta(true).build(),
                () -> new BatchNormalization.Builder().minibatch(false).build(),
                () -> new DropoutLayer(0.7),
                () -> new DropoutLayer(new GaussianNoise(0.1)),
                () -> new ElementWiseMultiplicationLayer.Builder()
                        .nIn(7)
                        .nOut(7)
                        .activation(Activation.TANH)
                        .build(),
                () -> dense(6).activation(new ActivationReLU(6.0, 0.0, 0.0)).build(),
                () -> dense(6).activation(new ActivationReLU(null, 0.1, 0.0)).build(),
                () -> dense(6).activation(new ActivationReLU(null, 0.0, 0.2)).build(),
                () -> dense(6).activation(Activation.SOFTMAX).build(),
                () -> dense(1).build());
        for (int i = 0; i < between.size(); i++) {
            Layer layer = between.get(i).get();
            all.add(dense(
                    layer.getClass().getSimpleName() + " " + i + " behind a dense layer",
                    settings(),
                    dense(7).activation(i % 2 == 0 ? Activation.TANH : Activation.RELU)
                            .build(),
                    layer));
        }
        all.add(dense(
                "first layer's activation", settings(), new ActivationLayer(Activation.SIGMOID), dense(7).build()));
        all.add(dense("first layer's dropout", settings(), new DropoutLayer(0.7), dense(7).build()));
        all.add(dense(
                "first layer's normalisation", settings(), new BatchNormalization.Builder().build(), dense(7).build()));
        all.add(dense("one layer", settings()));
    }

    private static EngineCase feedForward(String name, Layer... last) {
        NeuralNetConfiguration.ListBuilder list = settings().list().layer(dense(4).build());
        for (Layer layer : last) {
            list.layer(layer);
        }
        return new EngineCase(name, list.setInputType(InputType.feedForward(6)).build(), new int[] {6}, false);
    }

    // Layers of convolutional networks.

    private static void convolutionalLayers(List<EngineCase> all) {
        for (LossFunction loss :
                List.of(LossFunction.XENT, LossFunction.L2, LossFunction.L1, LossFunction.KL_DIVERGENCE)) {
            for (Activation activation : List.of(Activation.SIGMOID, Activation.HARDSIGMOID)) {
                all.add(picturesTo(
                        "picture loss, " + loss + " behind " + activation,
                        new CnnLossLayer.Builder(loss).activation(activation).build()));
            }
        }
        all.add(picturesTo(
                "picture loss behind ReLU",
                new CnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.RELU)
                        .build()));
        all.add(picturesTo(
                "picture loss with dropout",
                new CnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.SIGMOID)
                        .dropOut(0.7)
                        .build()));
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("average pooling", pooling(PoolingType.AVG).build());
        layers.put(
                "average without its padding",
                pooling(PoolingType.AVG)
                        .kernelSize(3, 3)
                        .padding(1, 1)
                        .avgPoolIncludePadInDivisor(false)
                        .build());
        layers.put(
                "average with its padding",
                pooling(PoolingType.AVG)
                        .kernelSize(3, 3)
                        .padding(1, 1)
                        .avgPoolIncludePadInDivisor(true)
                        .build());
        layers.put(
                "strict pooling",
                pooling(PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .convolutionMode(ConvolutionMode.Strict)
                        .build());
        layers.put(
                "pooling with gaps",
                pooling(PoolingType.MAX).kernelSize(2, 2).stride(3, 3).build());
        layers.put(
                "convolution of single pixels",
                convolution(3, Activation.TANH).kernelSize(1, 1).build());
        layers.put(
                "convolution of five pixels",
                convolution(3, Activation.TANH).kernelSize(5, 5).build());
        layers.put(
                "convolution with gaps",
                convolution(3, Activation.TANH).kernelSize(2, 2).stride(3, 3).build());
        layers.put("convolution to one channel", convolution(1, Activation.RELU).build());
        layers.put(
                "convolution to 33 channels", convolution(33, Activation.RELU).build());
        layers.put(
                "ReLU with a limit",
                convolution(3, Activation.RELU)
                        .activation(new ActivationReLU(6.0, 0.0, 0.0))
                        .build());
        layers.put(
                "leaking ReLU",
                convolution(3, Activation.RELU)
                        .activation(new ActivationReLU(null, 0.0, 0.2))
                        .build());
        layers.put(
                "Convolution2D",
                new Convolution2D.Builder(3, 3)
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build());
        for (Activation activation :
                List.of(Activation.RELU, Activation.SIGMOID, Activation.IDENTITY, Activation.ELU)) {
            layers.put(
                    "transposed convolution, " + activation,
                    new Deconvolution2D.Builder(3, 3)
                            .nOut(3)
                            .activation(activation)
                            .build());
        }
        layers.put(
                "transposed convolution to one channel",
                new Deconvolution2D.Builder(2, 2)
                        .stride(2, 2)
                        .nOut(1)
                        .activation(Activation.TANH)
                        .build());
        layers.put(
                "transposed convolution with weight noise",
                new Deconvolution2D.Builder(2, 2)
                        .stride(2, 2)
                        .nOut(2)
                        .activation(Activation.TANH)
                        .weightNoise(new DropConnect(0.7))
                        .build());
        layers.put(
                "transposed convolution, constrained",
                new Deconvolution2D.Builder(2, 2)
                        .stride(2, 2)
                        .nOut(2)
                        .activation(Activation.TANH)
                        .constrainWeights(new MaxNormConstraint(0.3, 1))
                        .build());
        layers.put("space to depth", new SpaceToDepthLayer.Builder(2).build());
        layers.put(
                "up-sampling of oblong pixels",
                new Upsampling2D.Builder(2).size(new int[] {2, 3}).build());
        layers.put(
                "normalisation without minibatches",
                new BatchNormalization.Builder().minibatch(false).build());
        layers.put(
                "normalisation with decay 0",
                new BatchNormalization.Builder().decay(0).build());
        layers.put(
                "normalisation with decay 1",
                new BatchNormalization.Builder().decay(1).useLogStd(false).build());
        layers.forEach((name, layer) -> {
            all.add(pictures(
                    name,
                    settings(new Sgd(RATE / 10)),
                    convolution(4, Activation.TANH).build(),
                    layer,
                    convolution(2, Activation.IDENTITY).build()));
            if (!(layer instanceof SpaceToDepthLayer)) {
                all.add(pictures(
                        "first, " + name,
                        settings(new Sgd(RATE / 10)),
                        layer.clone(),
                        convolution(2, Activation.IDENTITY).build()));
            }
        });
        for (Activation activation : List.of(Activation.RELU, Activation.TANH, Activation.ELU)) {
            all.add(pictures(
                    "first, activation " + activation,
                    settings(new Sgd(RATE / 10)),
                    new ActivationLayer(activation),
                    convolution(2, Activation.IDENTITY).build()));
        }
        for (org.deeplearning4j.nn.conf.layers.PoolingType type :
                org.deeplearning4j.nn.conf.layers.PoolingType.values()) {
            all.add(new EngineCase(
                    "global pooling of pictures, " + type,
                    settings()
                            .list()
                            .layer(convolution(4, Activation.RELU).build())
                            .layer(new GlobalPoolingLayer.Builder(type).build())
                            .layer(new OutputLayer.Builder(LossFunction.MSE)
                                    .nOut(3)
                                    .activation(Activation.SIGMOID)
                                    .build())
                            .setInputType(InputType.convolutional(8, 6, 2))
                            .build(),
                    new int[] {2, 8, 6},
                    false));
        }
        all.add(new EngineCase(
                "flat pictures",
                settings()
                        .list()
                        .layer(convolution(3, Activation.RELU).build())
                        .layer(dense(5).build())
                        .layer(dense(24).build())
                        .layer(new OutputLayer.Builder(LossFunction.XENT)
                                .nOut(24)
                                .activation(Activation.SIGMOID)
                                .build())
                        .setInputType(InputType.convolutionalFlat(4, 6, 1))
                        .build(),
                new int[] {24},
                false));
    }

    private static EngineCase picturesTo(String name, CnnLossLayer loss) {
        return new EngineCase(
                name,
                settings(new Sgd(RATE / 10))
                        .list()
                        .layer(convolution(3, Activation.RELU).build())
                        .layer(convolution(2, Activation.IDENTITY).build())
                        .layer(loss)
                        .setInputType(InputType.convolutional(8, 6, 2))
                        .build(),
                new int[] {2, 8, 6},
                false);
    }

    /** Dropout draws its numbers in the order of the array that it is given, and it and activations overwrite this array. */
    private static void besideRandomLayers(List<EngineCase> all) {
        List<Supplier<Layer>> before = List.of(
                () -> convolution(4, Activation.RELU).build(),
                () -> convolution(4, Activation.TANH).hasBias(false).build(),
                () -> new Deconvolution2D.Builder(2, 2)
                        .nOut(3)
                        .stride(2, 2)
                        .activation(Activation.TANH)
                        .build(),
                () -> pooling(PoolingType.MAX).build(),
                () -> new Upsampling2D.Builder(2).build(),
                () -> new BatchNormalization.Builder().build(),
                () -> new ActivationLayer(Activation.RELU));
        List<Supplier<Layer>> after = List.of(
                () -> new DropoutLayer(0.7),
                () -> new DropoutLayer(new GaussianNoise(0.1)),
                () -> new DropoutLayer(new SpatialDropout(0.7)),
                () -> new ActivationLayer(Activation.TANH),
                () -> new ActivationLayer(Activation.ELU),
                () -> convolution(3, Activation.TANH).dropOut(0.7).build());
        for (int i = 0; i < before.size(); i++) {
            for (int k = 0; k < after.size(); k++) {
                Layer first = before.get(i).get();
                Layer second = after.get(k).get();
                all.add(pictures(
                        second.getClass().getSimpleName() + " " + k + " behind "
                                + first.getClass().getSimpleName() + " " + i,
                        settings(new Sgd(RATE / 10)),
                        convolution(3, Activation.TANH).build(),
                        first,
                        second,
                        convolution(2, Activation.IDENTITY).build()));
            }
        }
    }

    // Other orders of the dimensions.

    private static void dataFormats(List<EngineCase> all) {
        all.add(new EngineCase(
                "pictures with channels last",
                settings(new Sgd(RATE / 10))
                        .list()
                        .layer(convolution(3, Activation.RELU)
                                .dataFormat(CNN2DFormat.NHWC)
                                .build())
                        .layer(new BatchNormalization.Builder()
                                .dataFormat(CNN2DFormat.NHWC)
                                .build())
                        .layer(new SubsamplingLayer.Builder(PoolingType.MAX)
                                .dataFormat(CNN2DFormat.NHWC)
                                .build())
                        .layer(new Upsampling2D.Builder(2)
                                .dataFormat(CNN2DFormat.NHWC)
                                .build())
                        .layer(convolution(2, Activation.IDENTITY)
                                .dataFormat(CNN2DFormat.NHWC)
                                .build())
                        .layer(new CnnLossLayer.Builder(LossFunction.MSE)
                                .format(CNN2DFormat.NHWC)
                                .activation(Activation.SIGMOID)
                                .build())
                        .setInputType(InputType.convolutional(8, 6, 2, CNN2DFormat.NHWC))
                        .build(),
                new int[] {8, 6, 2},
                false));
        for (boolean masked : new boolean[] {false, true}) {
            all.add(new EngineCase(
                            "sequences with steps first" + (masked ? ", masked" : ""),
                            settings()
                                    .list()
                                    .layer(lstm(5).dataFormat(RNNFormat.NWC).build())
                                    .layer(lstm(4).dataFormat(RNNFormat.NWC).build())
                                    .layer(rnnOutput(LossFunction.MSE, Activation.IDENTITY)
                                            .dataFormat(RNNFormat.NWC)
                                            .build())
                                    .setInputType(InputType.recurrent(3, LENGTH, RNNFormat.NWC))
                                    .build(),
                            new int[] {LENGTH, 3},
                            false)
                    .with(
                            masked ? "masked" : "plain",
                            b -> masked ? new DataSet(b.getFeatures(), b.getLabels(), stepMask(b), stepMask(b)) : b));
        }
    }

    private static INDArray stepMask(DataSet batch) {
        INDArray mask = Nd4j.ones(DataType.FLOAT, batch.getFeatures().size(0), LENGTH);
        mask.putScalar(1, LENGTH - 1, 0);
        return mask;
    }

    // Layers of recurrent networks.

    private static void recurrentLayers(List<EngineCase> all) {
        Map<String, Supplier<Layer>> wrapped = new LinkedHashMap<>();
        wrapped.put("LSTM", () -> lstm(4).build());
        wrapped.put("LSTM with dropout", () -> lstm(4).dropOut(0.7).build());
        wrapped.put("bidirectional LSTM", () -> new Bidirectional(lstm(4).build()));
        wrapped.put("simple layer", () -> new SimpleRnn.Builder()
                .nOut(4)
                .activation(Activation.TANH)
                .build());
        wrapped.put("LSTM with sigmoid", () -> lstm(4).activation(Activation.SIGMOID)
                .build());
        Map<String, Supplier<Layer>> next = new LinkedHashMap<>();
        next.put("repeated", () -> new RepeatVector.Builder<>(LENGTH).build());
        next.put(
                "repeated with dropout",
                () -> new RepeatVector.Builder<>(LENGTH).dropOut(0.7).build());
        next.put("with dropout", () -> new DropoutLayer(0.7));
        next.put("activated", () -> new ActivationLayer(Activation.RELU));
        next.put("dense with dropout", () -> dense(4).dropOut(0.7).build());
        next.put("dense", () -> dense(4).build());
        for (boolean masked : new boolean[] {false, true}) {
            wrapped.forEach((name, layer) -> next.forEach((how, second) -> {
                // Deeplearning4j's own ReLU fails on the last steps of masked sequences.
                if (masked && (!name.equals("LSTM") && !how.equals("repeated") || how.equals("activated"))) {
                    return;
                }
                NeuralNetConfiguration.ListBuilder list = settings()
                        .list()
                        .layer(lstm(3).build())
                        .layer(new LastTimeStep(layer.get()))
                        .layer(second.get());
                if (!how.startsWith("repeated")) {
                    list.layer(new RepeatVector.Builder<>(LENGTH).build());
                }
                all.add(EngineCases.sequences(
                        "last step of " + name + ", " + how + (masked ? ", masked" : ""),
                        masked,
                        list.layer(lstm(4).build())
                                .layer(rnnOutput(LossFunction.MSE, Activation.IDENTITY)
                                        .build())));
            }));
        }
        for (org.deeplearning4j.nn.conf.layers.PoolingType type :
                org.deeplearning4j.nn.conf.layers.PoolingType.values()) {
            for (boolean masked : new boolean[] {false, true}) {
                EngineCase pooled = EngineCases.sequences(
                        "global pooling of sequences, " + type + (masked ? ", masked" : ""),
                        false,
                        settings()
                                .list()
                                .layer(lstm(4).build())
                                .layer(new GlobalPoolingLayer.Builder(type).build())
                                .layer(new OutputLayer.Builder(LossFunction.MSE)
                                        .nOut(3)
                                        .activation(Activation.SIGMOID)
                                        .build()));
                all.add(pooled.with("sequences of " + LENGTH, b -> masked ? masks(b, EngineCase.mask(b), null) : b));
            }
        }
        all.add(sequences(
                "repeated for another layer",
                settings(),
                new LastTimeStep(lstm(4).build()),
                new RepeatVector.Builder<>(LENGTH).build(),
                new SimpleRnn.Builder().nOut(4).activation(Activation.TANH).build()));
        all.add(sequences(
                "repeated for an LSTM with dropout",
                settings(),
                new LastTimeStep(lstm(4).build()),
                new RepeatVector.Builder<>(LENGTH).build(),
                lstm(4).dropOut(0.7).build()));
        all.add(sequences(
                "repeated for two LSTMs",
                settings(),
                new LastTimeStep(lstm(4).build()),
                new RepeatVector.Builder<>(LENGTH).build(),
                lstm(4).build(),
                lstm(3).build()));
        all.add(EngineCases.sequences(
                "sequence loss",
                false,
                settings()
                        .list()
                        .layer(lstm(4).build())
                        .layer(lstm(3).build())
                        .layer(new RnnLossLayer.Builder(LossFunction.MSE)
                                .activation(Activation.TANH)
                                .build())));
        all.add(EngineCases.sequences(
                "sequence output with softmax",
                false,
                settings()
                        .list()
                        .layer(lstm(4).build())
                        .layer(rnnOutput(LossFunction.MCXENT, Activation.SOFTMAX)
                                .build())));
        all.add(EngineCases.sequences(
                "sequence output with weight noise",
                false,
                settings()
                        .list()
                        .layer(lstm(4).build())
                        .layer(rnnOutput(LossFunction.MSE, Activation.TANH)
                                .weightNoise(new DropConnect(0.7))
                                .build())));
        all.add(new EngineCase(
                "sequences of one step",
                settings()
                        .list()
                        .layer(new LastTimeStep(lstm(4).build()))
                        .layer(new RepeatVector.Builder<>(1).build())
                        .layer(lstm(4).build())
                        .layer(lstm(3).build())
                        .layer(rnnOutput(LossFunction.MSE, Activation.IDENTITY).build())
                        .setInputType(InputType.recurrent(3, 1))
                        .build(),
                new int[] {3, 1},
                false));
    }
}
