package hourglass.benchmark;

import hourglass.layers.GaussianCode;
import hourglass.model.Autoencoder;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The nine networks, with Keras' initialisers and Adam's settings of the peers. */
record BenchmarkNetworks(String name, int pictures, int batch, MultiLayerConfiguration configuration) {

    static final List<String> NAMES =
            List.of("shallow", "deep", "conv", "convbn", "denoise", "lstm", "mlpvae", "convvae", "faces");

    static BenchmarkNetworks of(String name) {
        boolean dense = List.of("shallow", "deep", "mlpvae").contains(name);
        int pictures = dense ? 60_000 : name.equals("faces") ? 400 : 15_360;
        int batch = name.equals("faces") ? 50 : List.of("shallow", "deep").contains(name) ? 256 : 128;
        ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3, 0.9, 0.999, 1e-7))
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .convolutionMode(ConvolutionMode.Same)
                .list();
        MultiLayerConfiguration configuration = build(name, layers);
        configuration.getConf(codeLayer(name)).getLayer().setLayerName(Autoencoder.CODE);
        return new BenchmarkNetworks(name, pictures / batch * batch, batch, configuration);
    }

    private static int codeLayer(String name) {
        return switch (name) {
            case "shallow", "lstm" -> 0;
            case "mlpvae" -> 2;
            case "deep" -> 2;
            case "denoise" -> 3;
            case "faces", "convvae" -> 4;
            case "conv" -> 5;
            default -> 11;
        };
    }

    private static MultiLayerConfiguration build(String name, ListBuilder l) {
        InputType picture = InputType.convolutionalFlat(28, 28, 1);
        return switch (name) {
            case "shallow" ->
                dense(l, 32)
                        .layer(pixels())
                        .setInputType(InputType.feedForward(784))
                        .build();
            case "deep" ->
                dense(l, 128, 64, 32, 64, 128)
                        .layer(pixels())
                        .setInputType(InputType.feedForward(784))
                        .build();
            case "conv" ->
                pool(convolution(pool(convolution(pool(convolution(l, 16)), 8)), 8))
                        .layer(filters(8).build())
                        .layer(up())
                        .layer(filters(8).build())
                        .layer(up())
                        .layer(filters(16)
                                .convolutionMode(ConvolutionMode.Truncate)
                                .build())
                        .layer(up())
                        .layer(filters(1).activation(Activation.IDENTITY).build())
                        .layer(loss(LossFunction.XENT))
                        .setInputType(picture)
                        .build();
            case "convbn" -> {
                for (int n : new int[] {16, 8, 8}) {
                    pool(normalised(l, n, ConvolutionMode.Same));
                }
                for (int n : new int[] {8, 8, 16}) {
                    normalised(l, n, n == 16 ? ConvolutionMode.Truncate : ConvolutionMode.Same)
                            .layer(up());
                }
                yield l.layer(filters(1).activation(Activation.IDENTITY).build())
                        .layer(loss(LossFunction.XENT))
                        .setInputType(picture)
                        .build();
            }
            case "denoise" ->
                pool(convolution(pool(convolution(l, 32)), 32))
                        .layer(filters(32).build())
                        .layer(up())
                        .layer(filters(32).build())
                        .layer(up())
                        .layer(filters(1).activation(Activation.IDENTITY).build())
                        .layer(loss(LossFunction.XENT))
                        .setInputType(picture)
                        .build();
            case "lstm" ->
                l.layer(new LastTimeStep(lstm()))
                        .layer(new RepeatVector.Builder<>(28).build())
                        .layer(lstm())
                        .layer(new RnnOutputLayer.Builder(LossFunction.XENT)
                                .nOut(28)
                                .activation(Activation.SIGMOID)
                                .build())
                        .setInputType(InputType.recurrent(28, 28))
                        .build();
            case "mlpvae" ->
                dense(l, 256)
                        .layer(linear(4))
                        .layer(new GaussianCode(1))
                        .layer(rectified(256))
                        .layer(pixels())
                        .setInputType(InputType.feedForward(784))
                        .build();
            case "convvae" ->
                l.layer(filters(32).stride(2, 2).build())
                        .layer(filters(64).stride(2, 2).build())
                        .layer(rectified(16))
                        .layer(linear(4))
                        .layer(new GaussianCode(1))
                        .layer(rectified(7 * 7 * 64))
                        .layer(transposed(64, 2))
                        .layer(transposed(32, 2))
                        .layer(filters(1, Activation.IDENTITY))
                        .layer(loss(LossFunction.XENT))
                        .inputPreProcessor(6, new FeedForwardToCnnPreProcessor(7, 7, 64))
                        .setInputType(picture)
                        .build();
            case "faces" ->
                l.layer(filters(16).stride(2, 2).build())
                        .layer(filters(32).build())
                        .layer(filters(64).build())
                        .layer(filters(128).build())
                        .layer(new DenseLayer.Builder()
                                .nOut(256)
                                .activation(Activation.SIGMOID)
                                .build())
                        .layer(transposed(128, 2))
                        .layer(transposed(64, 1))
                        .layer(transposed(32, 1))
                        .layer(filters(1, Activation.SIGMOID))
                        .layer(loss(LossFunction.L2, Activation.IDENTITY))
                        .inputPreProcessor(5, new FeedForwardToCnnPreProcessor(16, 16, 1))
                        .setInputType(InputType.convolutionalFlat(32, 32, 1))
                        .build();
            default ->
                throw new IllegalArgumentException(
                        "There is no network \"" + name + "\": the networks are " + String.join(", ", NAMES) + ".");
        };
    }

    private static ListBuilder dense(ListBuilder l, int... widths) {
        for (int width : widths) {
            l.layer(rectified(width));
        }
        return l;
    }

    private static DenseLayer rectified(int width) {
        return new DenseLayer.Builder().nOut(width).activation(Activation.RELU).build();
    }

    private static DenseLayer linear(int width) {
        return new DenseLayer.Builder()
                .nOut(width)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static OutputLayer pixels() {
        return new OutputLayer.Builder(LossFunction.XENT)
                .nOut(784)
                .activation(Activation.SIGMOID)
                .build();
    }

    private static LSTM lstm() {
        return new LSTM.Builder()
                .nOut(64)
                .activation(Activation.TANH)
                .forgetGateBiasInit(1)
                .build();
    }

    private static ConvolutionLayer.Builder filters(int n) {
        return new ConvolutionLayer.Builder(3, 3).nOut(n).activation(Activation.RELU);
    }

    // A transposed convolution with stride 1 is a convolution with mirrored weights.
    private static ConvolutionLayer filters(int n, Activation activation) {
        return filters(n).activation(activation).build();
    }

    private static ListBuilder convolution(ListBuilder l, int n) {
        return l.layer(filters(n).build());
    }

    private static ListBuilder normalised(ListBuilder l, int n, ConvolutionMode mode) {
        return l.layer(filters(n)
                        .activation(Activation.IDENTITY)
                        .convolutionMode(mode)
                        .build())
                .layer(new BatchNormalization.Builder().decay(0.99).eps(1e-3).build())
                .layer(new ActivationLayer(Activation.RELU));
    }

    private static ListBuilder pool(ListBuilder l) {
        return l.layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build());
    }

    private static Upsampling2D up() {
        return new Upsampling2D.Builder(2).build();
    }

    private static Deconvolution2D transposed(int n, int stride) {
        return new Deconvolution2D.Builder(3, 3)
                .nOut(n)
                .stride(stride, stride)
                .activation(Activation.RELU)
                .build();
    }

    private static CnnLossLayer loss(LossFunction function) {
        return loss(function, Activation.SIGMOID);
    }

    private static CnnLossLayer loss(LossFunction function, Activation activation) {
        return new CnnLossLayer.Builder(function).activation(activation).build();
    }

    /**
     * Gives recurrent weights orthonormal rows, as Keras does. ND4J's own distribution of that name calls a native
     * operation that brings the process down now and then.
     */
    static void initialise(MultiLayerNetwork network) {
        Random random = new Random(1);
        for (Layer layer : network.getLayers()) {
            INDArray weights = layer.paramTable().get("RW");
            if (weights != null) {
                weights.assign(
                        Nd4j.createFromArray(orthonormalRows(random, (int) weights.size(0), (int) weights.size(1))));
            }
        }
    }

    // By Gram and Schmidt; there are more columns than rows.
    private static float[][] orthonormalRows(Random random, int rows, int columns) {
        float[][] q = new float[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                q[i][k] = (float) random.nextGaussian();
            }
            for (int j = 0; j < i; j++) {
                subtract(q[i], q[j], dot(q[i], q[j]));
            }
            double length = Math.sqrt(dot(q[i], q[i]));
            for (int k = 0; k < columns; k++) {
                q[i][k] /= (float) length;
            }
        }
        return q;
    }

    private static void subtract(float[] a, float[] b, double factor) {
        for (int k = 0; k < a.length; k++) {
            a[k] -= (float) (factor * b[k]);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (double) a[k] * b[k];
        }
        return sum;
    }

    /** The shape of a batch of so many inputs, each of so many pixels. */
    long[] inputShape(long n, long pixels) {
        return name.equals("lstm") ? new long[] {n, 28, 28} : new long[] {n, pixels};
    }

    /** The shape of a batch of so many targets. */
    long[] targetShape(long n, long pixels) {
        if (List.of("shallow", "deep", "mlpvae", "lstm").contains(name)) {
            return inputShape(n, pixels);
        }
        long side = Math.round(Math.sqrt(pixels));
        return new long[] {n, 1, side, side};
    }
}
