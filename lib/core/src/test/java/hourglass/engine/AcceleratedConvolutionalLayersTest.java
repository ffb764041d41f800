package hourglass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hourglass.engine.layers.AcceleratedActivationLayer;
import hourglass.engine.layers.AcceleratedBatchNormalizationLayer;
import hourglass.engine.layers.AcceleratedCnnLossLayer;
import hourglass.engine.layers.AcceleratedConvolutionLayer;
import hourglass.engine.optimizer.FusedUpdater;
import hourglass.runtime.NativeBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.nativeblas.NativeOpsHolder;

class AcceleratedConvolutionalLayersTest {

    @BeforeAll
    static void oneThread() {
        NativeBackend.prepare();
        Nd4j.getBackend();
        // With OpenMP's threads, Deeplearning4j's side waits for them most of the time on arrays as small as these.
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    private static NeuralNetConfiguration.ListBuilder layers() {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .weightInit(WeightInit.XAVIER)
                .l2(1e-4)
                .list();
    }

    private static ConvolutionLayer.Builder convolution(int kernel, int outputs, Activation activation) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .nOut(outputs)
                .biasInit(0.1)
                .activation(activation)
                .convolutionMode(ConvolutionMode.Same);
    }

    private static Deconvolution2D.Builder transposed(int kernel, int outputs, Activation activation) {
        return new Deconvolution2D.Builder(kernel, kernel)
                .nOut(outputs)
                .biasInit(0.1)
                .activation(activation)
                .convolutionMode(ConvolutionMode.Same);
    }

    private static SubsamplingLayer pooling(int kernel, int stride, ConvolutionMode mode) {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(kernel, kernel)
                .stride(stride, stride)
                .convolutionMode(mode)
                .build();
    }

    private static CnnLossLayer crossEntropy() {
        return loss(LossFunction.XENT, Activation.SIGMOID);
    }

    private static CnnLossLayer loss(LossFunction function, Activation activation) {
        return new CnnLossLayer.Builder(function).activation(activation).build();
    }

    /** A network, and the images that go into it and should come out. */
    private record Case(String name, MultiLayerConfiguration configuration, long[] in, long[] out) {
        Case(String name, NeuralNetConfiguration.ListBuilder layers, long[] in, long[] out) {
            this(
                    name,
                    layers.setInputType(InputType.convolutional(in[1], in[2], in[0]))
                            .build(),
                    in,
                    out);
        }

        INDArray inputs(int count) {
            return examples(count, in, 3);
        }

        INDArray targets(int count) {
            return examples(count, out, 4);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static INDArray examples(int count, long[] shape, int seed) {
        return Nd4j.rand(
                new int[] {count, (int) shape[0], (int) shape[1], (int) shape[2]},
                Nd4j.getRandomFactory().getNewRandomInstance(seed));
    }

    private static Case autoencoder() {
        return new Case(
                "convolution, pooling, up-sampling",
                layers().layer(convolution(3, 5, Activation.RELU).build())
                        .layer(pooling(2, 2, ConvolutionMode.Same))
                        .layer(convolution(3, 3, Activation.TANH).build())
                        .layer(new Upsampling2D.Builder(2).build())
                        .layer(convolution(3, 1, Activation.IDENTITY).build())
                        .layer(crossEntropy()),
                new long[] {1, 8, 6},
                new long[] {1, 8, 6});
    }

    private static Case normalised(boolean logarithm) {
        return new Case(
                "batch normalisation with " + (logarithm ? "logarithm of deviation" : "variance"),
                layers().layer(convolution(3, 9, Activation.IDENTITY).build())
                        .layer(new BatchNormalization.Builder()
                                .eps(1e-3)
                                .decay(0.8)
                                .useLogStd(logarithm)
                                .build())
                        .layer(new ActivationLayer(Activation.RELU))
                        .layer(convolution(3, 1, Activation.IDENTITY).build())
                        .layer(crossEntropy()),
                new long[] {2, 5, 7},
                new long[] {1, 5, 7});
    }

    static Stream<Case> cases() {
        return Stream.of(
                autoencoder(),
                normalised(false),
                normalised(true),
                new Case(
                        "strides, borders and odd sizes",
                        layers().layer(convolution(3, 17, Activation.SIGMOID)
                                        .stride(2, 2)
                                        .build())
                                .layer(convolution(2, 4, Activation.RELU)
                                        .stride(2, 1)
                                        .build())
                                .layer(new ConvolutionLayer.Builder(3, 3)
                                        .nOut(3)
                                        .padding(1, 1)
                                        .convolutionMode(ConvolutionMode.Truncate)
                                        .activation(Activation.IDENTITY)
                                        .build())
                                .layer(crossEntropy()),
                        new long[] {3, 11, 9},
                        new long[] {3, 3, 5}),
                new Case(
                        "dilation, no bias, truncated and overlapping pooling",
                        layers().layer(convolution(3, 6, Activation.RELU)
                                        .dilation(2, 2)
                                        .hasBias(false)
                                        .build())
                                .layer(pooling(3, 2, ConvolutionMode.Truncate))
                                .layer(new Upsampling2D.Builder()
                                        .size(new int[] {3, 2})
                                        .build())
                                .layer(convolution(1, 2, Activation.IDENTITY).build())
                                .layer(crossEntropy()),
                        new long[] {2, 10, 11},
                        new long[] {2, 12, 10}),
                new Case(
                        "pooling of a last row and column",
                        layers().layer(convolution(3, 4, Activation.RELU).build())
                                .layer(pooling(2, 2, ConvolutionMode.Same))
                                .layer(convolution(3, 2, Activation.IDENTITY).build())
                                .layer(crossEntropy()),
                        new long[] {1, 7, 5},
                        new long[] {2, 4, 3}),
                new Case(
                        "transposed convolution",
                        layers().layer(convolution(3, 6, Activation.RELU)
                                        .stride(2, 2)
                                        .build())
                                .layer(transposed(3, 5, Activation.RELU)
                                        .stride(2, 2)
                                        .build())
                                .layer(transposed(3, 2, Activation.IDENTITY).build())
                                .layer(crossEntropy()),
                        new long[] {2, 8, 6},
                        new long[] {2, 8, 6}),
                new Case(
                        "transposed convolution without and with borders",
                        layers().layer(new Deconvolution2D.Builder(3, 3)
                                        .nOut(4)
                                        .stride(2, 2)
                                        .convolutionMode(ConvolutionMode.Truncate)
                                        .activation(Activation.TANH)
                                        .build())
                                .layer(new Deconvolution2D.Builder(2, 2)
                                        .nOut(2)
                                        .padding(1, 1)
                                        .hasBias(false)
                                        .convolutionMode(ConvolutionMode.Truncate)
                                        .activation(Activation.IDENTITY)
                                        .build())
                                .layer(crossEntropy()),
                        new long[] {3, 3, 4},
                        new long[] {2, 6, 8}),
                new Case(
                        "mean squared error of two channels",
                        layers().layer(convolution(3, 4, Activation.RELU).build())
                                .layer(convolution(3, 2, Activation.IDENTITY).build())
                                .layer(loss(LossFunction.MSE, Activation.IDENTITY)),
                        new long[] {2, 5, 6},
                        new long[] {2, 5, 6}),
                new Case(
                        "sum of squares behind a tangent",
                        layers().layer(convolution(3, 4, Activation.RELU).build())
                                .layer(convolution(3, 3, Activation.IDENTITY).build())
                                .layer(loss(LossFunction.L2, Activation.TANH)),
                        new long[] {2, 5, 6},
                        new long[] {3, 5, 6}),
                new Case(
                        "dense code in the middle, sum of squares",
                        layers().layer(convolution(3, 6, Activation.RELU)
                                        .stride(2, 2)
                                        .build())
                                .layer(new DenseLayer.Builder()
                                        .nOut(12)
                                        .activation(Activation.SIGMOID)
                                        .build())
                                .layer(transposed(3, 3, Activation.RELU)
                                        .stride(2, 2)
                                        .build())
                                .layer(transposed(3, 1, Activation.IDENTITY).build())
                                .layer(loss(LossFunction.L2, Activation.SIGMOID))
                                .inputPreProcessor(2, new FeedForwardToCnnPreProcessor(4, 3, 1)),
                        new long[] {1, 8, 6},
                        new long[] {1, 8, 6}));
    }

    private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
        return initialised(new MultiLayerNetwork(configuration));
    }

    private static MultiLayerNetwork accelerated(MultiLayerConfiguration configuration) {
        return initialised(Accelerator.network(configuration));
    }

    private static MultiLayerNetwork initialised(MultiLayerNetwork network) {
        network.init();
        return network;
    }

    private static MultiLayerNetwork acceleratedOf(MultiLayerNetwork plain) {
        MultiLayerNetwork accelerated = accelerated(plain.getLayerWiseConfigurations());
        accelerated.setParams(plain.params());
        FusedUpdater.replaceIn(accelerated);
        return accelerated;
    }

    private static double distance(INDArray a, INDArray b) {
        return a.sub(b).norm2Number().doubleValue()
                / Math.max(1e-12, b.norm2Number().doubleValue());
    }

    private static void sameGradients(MultiLayerNetwork accelerated, MultiLayerNetwork plain, INDArray x, INDArray y) {
        for (MultiLayerNetwork network : List.of(accelerated, plain)) {
            network.setInput(x);
            network.setLabels(y);
            network.computeGradientAndScore();
        }
        assertThat(accelerated.score()).isCloseTo(plain.score(), within(1e-4 * plain.score()));
        double whole = plain.gradient().gradient().norm2Number().doubleValue();
        plain.gradient().gradientForVariable().forEach((name, gradient) -> {
            // A bias before a batch normalisation has no gradient but what rounding leaves.
            double size = Math.max(gradient.norm2Number().doubleValue(), 1e-2 * whole);
            INDArray difference = accelerated.gradient().getGradientFor(name).sub(gradient);
            assertThat(difference.norm2Number().doubleValue() / size).as(name).isLessThan(1e-4);
        });
    }

    @Test
    void acceleratedLayersTakeThePlaceOfConvolutionalLayers() {
        assertThat(Stream.of(accelerated(normalised(true).configuration).getLayers())
                        .map(Layer::getClass))
                .containsExactly(
                        AcceleratedConvolutionLayer.class,
                        AcceleratedBatchNormalizationLayer.class,
                        AcceleratedActivationLayer.class,
                        AcceleratedConvolutionLayer.class,
                        AcceleratedCnnLossLayer.class);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void outputsGradientsAndLossesAgreeOverFiftySteps(Case c) {
        MultiLayerNetwork plain = network(c.configuration);
        MultiLayerNetwork accelerated = acceleratedOf(plain);
        INDArray x = c.inputs(6);
        INDArray y = c.targets(6);
        sameGradients(accelerated, plain, x, y);

        for (int step = 0; step < 50; step++) {
            plain.fit(x, y);
            accelerated.fit(x, y);
            assertThat(accelerated.score())
                    .as("loss at step " + step)
                    .isCloseTo(plain.score(), within(1e-3 * plain.score()));
        }

        accelerated.setParams(plain.params());
        assertThat(distance(accelerated.output(x), plain.output(x))).isLessThan(1e-4);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void batchesOfAnySizeAndMemoryOrderAgree(Case c) {
        MultiLayerNetwork plain = network(c.configuration);
        MultiLayerNetwork accelerated = acceleratedOf(plain);
        INDArray x = c.inputs(9);
        INDArray y = c.targets(9);
        for (int from : new int[] {0, 1, 5, 8, 0}) {
            INDArray inputs = x.get(NDArrayIndex.interval(from, 9));
            INDArray targets = y.get(NDArrayIndex.interval(from, 9));
            if (from < 8 || !c.name.startsWith("batch")) {
                sameGradients(accelerated, plain, inputs, targets);
                sameGradients(accelerated, plain, inputs.dup('f'), targets.dup('f'));
            }
            assertThat(distance(accelerated.output(inputs), plain.output(inputs)))
                    .isLessThan(1e-4);
            assertThat(distance(accelerated.output(inputs.dup('f')), plain.output(inputs)))
                    .isLessThan(1e-4);
        }
        INDArray everyOther = x.get(NDArrayIndex.interval(0, 2, 9));
        assertThat(distance(accelerated.output(everyOther), plain.output(everyOther.dup())))
                .isLessThan(1e-4);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyLayersActivationsAgree(Case c) {
        MultiLayerNetwork plain = network(c.configuration);
        MultiLayerNetwork accelerated = acceleratedOf(plain);
        // Outside of training Deeplearning4j's activation layer overwrites the layer before it.
        List<INDArray> expected = plain.feedForward(c.inputs(3), true);
        List<INDArray> actual = accelerated.feedForward(c.inputs(3), true);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(distance(actual.get(i), expected.get(i)))
                    .as("layer " + i)
                    .isLessThan(1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAgreeWithFiniteDifferences(Case c) {
        MultiLayerNetwork accelerated = accelerated(c.configuration);
        DataSet batch = new DataSet(c.inputs(5), c.targets(5));
        accelerated.setInput(batch.getFeatures());
        accelerated.setLabels(batch.getLabels());
        accelerated.computeGradientAndScore();
        INDArray gradient = accelerated.gradient().gradient().dup();
        INDArray direction = Nd4j.zerosLike(gradient);
        INDArray parameters = accelerated.params().dup();
        // The mean and deviation that batch normalisation keeps have an update, but no gradient.
        double derivative = 0;
        long offset = 0;
        for (Layer layer : accelerated.getLayers()) {
            for (var entry : layer.paramTable().entrySet()) {
                long length = entry.getValue().length();
                if (!entry.getKey().contains("ean")
                        && !entry.getKey().contains("var")
                        && !entry.getKey().contains("og")) {
                    for (long i = offset; i < offset + length; i++) {
                        double g = gradient.getDouble(i);
                        direction.putScalar(i, g);
                        derivative += g * g;
                    }
                }
                offset += length;
            }
        }
        double step = 1e-3 / Math.sqrt(derivative);
        accelerated.setParams(parameters.add(direction.mul(step)));
        double up = trainingScore(accelerated, batch);
        accelerated.setParams(parameters.sub(direction.mul(step)));
        double down = trainingScore(accelerated, batch);
        // The score is the mean over the batch, the gradient that the updater is given is the sum.
        double mean = derivative / batch.numExamples();
        assertThat((up - down) / (2 * step)).isCloseTo(mean, within(0.03 * mean));
    }

    private static double trainingScore(MultiLayerNetwork network, DataSet batch) {
        network.setInput(batch.getFeatures());
        network.setLabels(batch.getLabels());
        network.computeGradientAndScore();
        return network.score();
    }

    @Test
    void savedParametersAreThoseOfAPlainNetwork(@TempDir Path folder) throws Exception {
        Case c = normalised(true);
        MultiLayerNetwork accelerated = accelerated(c.configuration);
        accelerated.fit(c.inputs(6), c.targets(6));
        MultiLayerNetwork plain = network(c.configuration);
        plain.setParams(accelerated.params());
        Path file = folder.resolve("model.zip");
        plain.save(file.toFile());

        MultiLayerNetwork loaded = MultiLayerNetwork.load(file.toFile(), false);

        assertThat(loaded.getLayer(0).getClass().getPackageName()).startsWith("org.deeplearning4j");
        assertThat(distance(loaded.output(c.inputs(4)), accelerated.output(c.inputs(4))))
                .isLessThan(1e-4);
    }

    @Test
    void twoThreadsTrainTwoNetworksAsOneThreadDoes() throws Exception {
        Case c = autoencoder();
        INDArray x = c.inputs(16);
        MultiLayerNetwork alone = accelerated(c.configuration);
        for (int step = 0; step < 30; step++) {
            alone.fit(x, x);
        }
        try (var threads = new Pool(2)) {
            for (MultiLayerNetwork network : threads.all(() -> {
                MultiLayerNetwork network = accelerated(c.configuration);
                for (int step = 0; step < 30; step++) {
                    network.fit(x, x);
                }
                return network;
            })) {
                assertThat(distance(network.params(), alone.params())).isLessThan(1e-3);
            }
        }
    }

    private record Pool(int size, java.util.concurrent.ExecutorService service) implements AutoCloseable {
        Pool(int size) {
            this(size, Executors.newFixedThreadPool(size));
        }

        <T> List<T> all(java.util.concurrent.Callable<T> work) throws Exception {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                futures.add(service.submit(work));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }

        @Override
        public void close() {
            service.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void transposedConvolutionIsTheSumOfShiftedWindows(int stride) {
        int height = 3;
        int width = 4;
        int inputs = 2;
        int outputs = 3;
        MultiLayerNetwork accelerated = accelerated(layers().layer(transposed(3, outputs, Activation.IDENTITY)
                        .stride(stride, stride)
                        .build())
                .layer(crossEntropy())
                .setInputType(InputType.convolutional(height, width, inputs))
                .build());
        INDArray x = examples(2, new long[] {inputs, height, width}, 5);
        INDArray w = accelerated.getLayer(0).getParam("W");
        INDArray b = accelerated.getLayer(0).getParam("b");
        INDArray actual = accelerated.feedForward(x).get(1);

        // What does not fit into "same" borders is cut off, the odd row and column at the end.
        int cut = (3 - stride) / 2;
        assertThat(actual.shape()).containsExactly(2, outputs, height * stride, width * stride);
        for (int n = 0; n < 2; n++) {
            for (int o = 0; o < outputs; o++) {
                for (int row = 0; row < height * stride; row++) {
                    for (int column = 0; column < width * stride; column++) {
                        double sum = b.getDouble(o);
                        for (int i = 0; i < inputs; i++) {
                            for (int h = 0; h < height; h++) {
                                for (int v = 0; v < width; v++) {
                                    int down = row + cut - h * stride;
                                    int across = column + cut - v * stride;
                                    if (down >= 0 && down < 3 && across >= 0 && across < 3) {
                                        sum += x.getDouble(n, i, h, v) * w.getDouble(i, o, down, across);
                                    }
                                }
                            }
                        }
                        assertThat(actual.getDouble(n, o, row, column)).isCloseTo(sum, within(1e-5));
                    }
                }
            }
        }
    }

    @Test
    void layersWithUnknownSettingsStay() {
        MultiLayerConfiguration configuration = layers().layer(
                        convolution(3, 3, Activation.SOFTPLUS).build())
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                        .kernelSize(2, 2)
                        .build())
                .layer(new BatchNormalization.Builder().lockGammaBeta(true).build())
                .layer(loss(LossFunction.MEAN_ABSOLUTE_ERROR, Activation.SIGMOID))
                .setInputType(InputType.convolutional(8, 8, 1))
                .build();

        assertThat(Accelerator.report(configuration).layers()).noneMatch(EngineReport.Layer::accelerated);
        assertThat(accelerated(configuration).getLayers())
                .extracting(layer -> layer.getClass().getPackageName())
                .allMatch(name -> name.startsWith("org.deeplearning4j."));
    }

    @Test
    void flatImagesThatAPreprocessorReshapesAgree() {
        MultiLayerConfiguration configuration = layers().layer(
                        convolution(3, 4, Activation.RELU).build())
                .layer(convolution(3, 1, Activation.IDENTITY).build())
                .layer(crossEntropy())
                .setInputType(InputType.convolutionalFlat(6, 5, 1))
                .build();
        MultiLayerNetwork plain = network(configuration);
        INDArray y = examples(4, new long[] {1, 6, 5}, 2);

        sameGradients(acceleratedOf(plain), plain, y.reshape(4, 30), y);
    }
}
