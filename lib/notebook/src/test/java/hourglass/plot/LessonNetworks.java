package hourglass.plot;

import hourglass.layers.GaussianCode;
import hourglass.layers.KlPenalty;
import hourglass.layers.L1Penalty;
import hourglass.layers.TeacherForcing;
import hourglass.network.GraphConfiguration;
import hourglass.network.NetworkConfiguration;
import hourglass.network.SequentialConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A network of each kind that the lessons train, in the lessons' sizes. */
final class LessonNetworks {

    private LessonNetworks() {}

    /** Returns the networks by the names of their kinds. */
    static Map<String, NetworkConfiguration> all() {
        Map<String, NetworkConfiguration> all = new LinkedHashMap<>();
        all.put(
                "five messages",
                sequential(list().layer(dense("code", 2, Activation.TANH))
                        .layer(output(5, LossFunction.MCXENT, Activation.SOFTMAX))
                        .setInputType(InputType.feedForward(5))));
        all.put(
                "undercomplete",
                sequential(list().layer(dense("code", 32, Activation.RELU))
                        .layer(pixels(784))
                        .setInputType(InputType.feedForward(784))));
        all.put(
                "sparse",
                sequential(list().layer(dense("code", 1024, Activation.RELU))
                        .layer(new L1Penalty(784 * 1e-4))
                        .layer(new OutputLayer.Builder(LossFunction.XENT)
                                .nOut(784)
                                .activation(Activation.SIGMOID)
                                .l2(0.05)
                                .build())
                        .setInputType(InputType.feedForward(784))));
        all.put(
                "target activation",
                sequential(list().layer(dense("code", 32, Activation.SIGMOID))
                        .layer(new KlPenalty(3, 0.1))
                        .layer(pixels(784))
                        .setInputType(InputType.feedForward(784))));
        all.put("deep", deep(128, 64, 32));
        all.put("very deep", deep(1000, 500, 250, 120, 60, 30, 10, 4));
        all.put("convolutional", convolutional());
        all.put("normalised", normalised());
        all.put("faces", faces());
        all.put("denoising", denoising());
        all.put(
                "dropout",
                sequential(list().layer(new DenseLayer.Builder()
                                .nOut(256)
                                .activation(Activation.RELU)
                                .dropOut(new GaussianNoise(0.3))
                                .build())
                        .layer(new DropoutLayer.Builder(0.8).build())
                        .layer(dense("code", 64, Activation.RELU))
                        .layer(pixels(784))
                        .setInputType(InputType.feedForward(784))));
        all.put(
                "sequences",
                sequential(list().layer(new LastTimeStep(lstm("code", 16)))
                        .layer(new RepeatVector.Builder<>(140).build())
                        .layer(lstm("decoder", 16))
                        .layer(steps(1, LossFunction.MSE, Activation.IDENTITY))
                        .setInputType(InputType.recurrent(1, 140))));
        all.put(
                "teacher forcing",
                sequential(list().layer(new LastTimeStep(lstm("code", 16)))
                        .layer(new RepeatVector.Builder<>(140).build())
                        .layer(new TeacherForcing(1))
                        .layer(lstm("decoder", 16))
                        .layer(steps(1, LossFunction.MSE, Activation.IDENTITY))
                        .setInputType(InputType.recurrent(1, 140))));
        all.put(
                "digits by rows",
                sequential(list().layer(new Bidirectional(lstm(null, 32)))
                        .layer(new LastTimeStep(lstm("code", 64)))
                        .layer(new RepeatVector.Builder<>(28).build())
                        .layer(lstm(null, 64))
                        .layer(steps(28, LossFunction.XENT, Activation.SIGMOID))
                        .setInputType(InputType.recurrent(28, 28))));
        all.put(
                "variational",
                sequential(list().layer(dense(null, 256, Activation.RELU))
                        .layer(dense(null, 4, Activation.IDENTITY))
                        .layer(new GaussianCode(1, 500))
                        .layer(dense(null, 256, Activation.RELU))
                        .layer(pixels(784))
                        .setInputType(InputType.feedForward(784))));
        all.put("convolutional variational", convolutionalVariational());
        all.put(
                "words",
                sequential(list().layer(dense(null, 128, Activation.TANH))
                        .layer(dense("code", 10, Activation.IDENTITY))
                        .layer(dense(null, 128, Activation.TANH))
                        .layer(output(2000, LossFunction.MCXENT, Activation.SOFTMAX))
                        .setInputType(InputType.feedForward(2000))));
        all.put("residual", residual());
        all.put("U-Net", uNet(1));
        all.put("deep U-Net", uNet(3));
        return all;
    }

    private static ListBuilder list() {
        return new NeuralNetConfiguration.Builder().seed(42).list();
    }

    private static NetworkConfiguration sequential(ListBuilder layers) {
        return new SequentialConfiguration(layers.build());
    }

    private static DenseLayer dense(String name, int units, Activation activation) {
        return new DenseLayer.Builder()
                .name(name)
                .nOut(units)
                .activation(activation)
                .build();
    }

    private static OutputLayer output(int units, LossFunction loss, Activation activation) {
        return new OutputLayer.Builder(loss).nOut(units).activation(activation).build();
    }

    private static OutputLayer pixels(int units) {
        return output(units, LossFunction.XENT, Activation.SIGMOID);
    }

    private static LSTM lstm(String name, int units) {
        return new LSTM.Builder()
                .name(name)
                .nOut(units)
                .activation(Activation.TANH)
                .build();
    }

    private static RnnOutputLayer steps(int units, LossFunction loss, Activation activation) {
        return new RnnOutputLayer.Builder(loss)
                .nOut(units)
                .activation(activation)
                .build();
    }

    private static NetworkConfiguration deep(int... widths) {
        ListBuilder layers = list();
        int last = widths.length - 1;
        for (int i = 0; i < last; i++) {
            layers.layer(dense("encoder " + i, widths[i], Activation.RELU));
        }
        layers.layer(dense("code", widths[last], Activation.IDENTITY));
        for (int i = last - 1; i >= 0; i--) {
            layers.layer(dense("decoder " + i, widths[i], Activation.RELU));
        }
        return sequential(layers.layer(pixels(784)).setInputType(InputType.feedForward(784)));
    }

    private static ConvolutionLayer filters(int maps, int stride, Activation activation, ConvolutionMode mode) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(maps)
                .stride(stride, stride)
                .activation(activation)
                .convolutionMode(mode)
                .build();
    }

    private static ConvolutionLayer filters(int maps) {
        return filters(maps, 1, Activation.RELU, ConvolutionMode.Same);
    }

    private static Deconvolution2D transposed(int maps, int stride, Activation activation) {
        return new Deconvolution2D.Builder(3, 3)
                .nOut(maps)
                .stride(stride, stride)
                .activation(activation)
                .convolutionMode(ConvolutionMode.Same)
                .build();
    }

    private static SubsamplingLayer pooling(String name) {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .name(name)
                .kernelSize(2, 2)
                .stride(2, 2)
                .convolutionMode(ConvolutionMode.Same)
                .build();
    }

    private static Upsampling2D twice() {
        return new Upsampling2D.Builder(2).build();
    }

    private static CnnLossLayer pixelLoss() {
        return new CnnLossLayer.Builder(LossFunction.XENT)
                .activation(Activation.SIGMOID)
                .build();
    }

    private static NetworkConfiguration convolutional() {
        return sequential(list().layer(filters(16))
                .layer(pooling(null))
                .layer(filters(8))
                .layer(pooling(null))
                .layer(filters(8))
                .layer(pooling("code"))
                .layer(filters(8))
                .layer(twice())
                .layer(filters(8))
                .layer(twice())
                .layer(filters(16, 1, Activation.RELU, ConvolutionMode.Truncate))
                .layer(twice())
                .layer(filters(1, 1, Activation.IDENTITY, ConvolutionMode.Same))
                .layer(pixelLoss())
                .setInputType(InputType.convolutionalFlat(28, 28, 1)));
    }

    private static ListBuilder normalised(ListBuilder list, int maps, ConvolutionMode mode) {
        return list.layer(filters(maps, 1, Activation.IDENTITY, mode))
                .layer(new BatchNormalization.Builder().build())
                .layer(new ActivationLayer(Activation.RELU));
    }

    private static NetworkConfiguration normalised() {
        ListBuilder layers = list();
        layers = normalised(layers, 16, ConvolutionMode.Same).layer(pooling(null));
        layers = normalised(layers, 32, ConvolutionMode.Same).layer(pooling(null));
        layers = normalised(layers, 16, ConvolutionMode.Same).layer(pooling("code"));
        layers = normalised(layers, 32, ConvolutionMode.Same).layer(twice());
        layers = normalised(layers, 32, ConvolutionMode.Same).layer(twice());
        layers = normalised(layers, 16, ConvolutionMode.Truncate).layer(twice());
        return sequential(layers.layer(filters(1, 1, Activation.IDENTITY, ConvolutionMode.Same))
                .layer(pixelLoss())
                .setInputType(InputType.convolutionalFlat(28, 28, 1)));
    }

    private static NetworkConfiguration faces() {
        return sequential(list().layer(filters(16, 2, Activation.RELU, ConvolutionMode.Same))
                .layer(filters(32))
                .layer(filters(64))
                .layer(filters(128))
                .layer(dense("code", 256, Activation.SIGMOID))
                .layer(new KlPenalty(0.1, 0.05))
                .inputPreProcessor(6, new FeedForwardToCnnPreProcessor(16, 16, 1))
                .layer(transposed(128, 2, Activation.RELU))
                .layer(transposed(64, 1, Activation.RELU))
                .layer(transposed(32, 1, Activation.RELU))
                .layer(transposed(1, 1, Activation.SIGMOID))
                .layer(new CnnLossLayer.Builder(LossFunction.L2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.convolutionalFlat(32, 32, 1)));
    }

    private static NetworkConfiguration denoising() {
        return sequential(list().layer(filters(16))
                .layer(pooling(null))
                .layer(filters(16))
                .layer(pooling("code"))
                .layer(filters(16))
                .layer(twice())
                .layer(filters(16))
                .layer(twice())
                .layer(filters(1, 1, Activation.IDENTITY, ConvolutionMode.Same))
                .layer(pixelLoss())
                .setInputType(InputType.convolutionalFlat(28, 28, 1)));
    }

    private static NetworkConfiguration convolutionalVariational() {
        return sequential(list().layer(filters(32, 2, Activation.RELU, ConvolutionMode.Same))
                .layer(filters(64, 2, Activation.RELU, ConvolutionMode.Same))
                .layer(dense(null, 16, Activation.RELU))
                .layer(dense(null, 4, Activation.IDENTITY))
                .layer(new GaussianCode(1))
                .layer(dense(null, 7 * 7 * 64, Activation.RELU))
                .layer(transposed(64, 2, Activation.RELU))
                .layer(transposed(32, 2, Activation.RELU))
                .layer(filters(1, 1, Activation.IDENTITY, ConvolutionMode.Same))
                .layer(pixelLoss())
                .inputPreProcessor(6, new FeedForwardToCnnPreProcessor(7, 7, 64))
                .setInputType(InputType.convolutionalFlat(28, 28, 1)));
    }

    private static GraphBuilder graph() {
        return new NeuralNetConfiguration.Builder().seed(42).graphBuilder().addInputs("in");
    }

    private static NetworkConfiguration residual() {
        return new GraphConfiguration(graph().addLayer("first", dense(null, 16, Activation.RELU), "in")
                .addLayer("second", dense(null, 16, Activation.RELU), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer("narrow", dense(null, 3, Activation.TANH), "sum")
                .addVertex("code", new ScaleVertex(2), "narrow")
                .addLayer("third", dense(null, 16, Activation.RELU), "code")
                .addLayer("fourth", dense(null, 16, Activation.RELU), "third")
                .addVertex("sum2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "third", "fourth")
                .addLayer("out", output(20, LossFunction.MSE, Activation.IDENTITY), "sum2")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(20))
                .build());
    }

    private static NetworkConfiguration uNet(int levels) {
        GraphBuilder graph = graph();
        String last = "in";
        for (int level = 1; level <= levels; level++) {
            graph.addLayer("down" + level, filters(8 << level), last);
            graph.addLayer("pool" + level, pooling(null), "down" + level);
            last = "pool" + level;
        }
        graph.addLayer("code", filters(8), last);
        last = "code";
        for (int level = levels; level >= 1; level--) {
            graph.addLayer("up" + level, twice(), last);
            graph.addVertex("merge" + level, new MergeVertex(), "up" + level, "down" + level);
            graph.addLayer("filters" + level, filters(8 << level), "merge" + level);
            last = "filters" + level;
        }
        return new GraphConfiguration(
                graph.addLayer("last", filters(1, 1, Activation.SIGMOID, ConvolutionMode.Same), last)
                        .addLayer(
                                "loss",
                                new CnnLossLayer.Builder(LossFunction.XENT)
                                        .activation(Activation.IDENTITY)
                                        .build(),
                                "last")
                        .setOutputs("loss")
                        .setInputTypes(InputType.convolutionalFlat(32, 32, 1))
                        .build());
    }
}
