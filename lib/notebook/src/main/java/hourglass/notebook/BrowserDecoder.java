package hourglass.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import hourglass.model.Autoencoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A decoder as a list of steps that the program in a page can compute: what each step does, its input and output shape, and
 * its weights as rows, one for each unit or filter.
 */
final class BrowserDecoder {

    /** The weights of a layer: [outputs, numbers for each], and one bias for each output. */
    private record Weights(int layer, float[][] rows, float[] biases) {}

    private final Autoencoder autoencoder;
    private final MultiLayerConfiguration configuration;
    private final JsonArray steps = new JsonArray();
    private final List<Weights> weights = new ArrayList<>();
    // The output shape of the last step: [numbers] or [channels, height, width].
    private int[] shape = {2};

    private BrowserDecoder(Autoencoder autoencoder) {
        this.autoencoder = autoencoder;
        configuration = autoencoder.configuration();
    }

    /**
     * Reads the layers after the one named {@value Autoencoder#CODE}, for a code of two numbers.
     *
     * @throws IllegalArgumentException if a page cannot compute one of them; the message names it
     */
    static BrowserDecoder of(Autoencoder autoencoder) {
        BrowserDecoder decoder = new BrowserDecoder(autoencoder);
        int layers = decoder.configuration.getConfs().size();
        int code = 0;
        while (!Autoencoder.CODE.equals(
                decoder.configuration.getConf(code).getLayer().getLayerName())) {
            code++;
        }
        for (int i = code + 1; i < layers; i++) {
            decoder.reshape(i);
            decoder.add(i, decoder.configuration.getConf(i).getLayer());
        }
        return decoder;
    }

    /** Returns the steps in the order in which the page computes them. */
    JsonArray steps() {
        return steps;
    }

    /** Returns the shape of a decoded image: [numbers] or [channels, height, width]. */
    int[] outputShape() {
        return shape.clone();
    }

    /** Returns the number of weights, without biases. */
    long weightCount() {
        return weights.stream()
                .mapToLong(layer -> (long) layer.rows.length * layer.rows[0].length)
                .sum();
    }

    /** Writes the layers one after the other: the scales of the rows, the biases, and the weights in {@code bits} each. */
    void write(int bits, BitWriter writer) {
        for (Weights layer : weights) {
            QuantizedWeights[] rows = quantize(layer, bits);
            for (QuantizedWeights row : rows) {
                writer.add(row.scale());
            }
            for (float bias : layer.biases) {
                writer.add(bias);
            }
            for (QuantizedWeights row : rows) {
                writer.add(row.steps(), bits);
            }
            writer.alignToByte();
        }
    }

    /** Returns a copy of the autoencoder whose decoder has the weights that the page would have. */
    Autoencoder quantized(int bits) {
        Autoencoder copy = Autoencoder.of(configuration);
        copy.network().setParams(autoencoder.network().params().dup());
        for (Weights layer : weights) {
            QuantizedWeights[] rows = quantize(layer, bits);
            float[][] values = Arrays.stream(rows).map(QuantizedWeights::values).toArray(float[][]::new);
            INDArray parameter = copy.network().getLayer(layer.layer).getParam("W");
            parameter.assign(parameterOf(Nd4j.createFromArray(values), layer.layer, parameter.shape()));
        }
        return copy;
    }

    private static QuantizedWeights[] quantize(Weights layer, int bits) {
        return Arrays.stream(layer.rows)
                .map(row -> QuantizedWeights.of(row, bits))
                .toArray(QuantizedWeights[]::new);
    }

    private void reshape(int layer) {
        InputPreProcessor between = configuration.getInputPreProcess(layer);
        if (between instanceof FeedForwardToCnnPreProcessor picture) {
            shape = new int[] {
                (int) picture.getNumChannels(), (int) picture.getInputHeight(), (int) picture.getInputWidth()
            };
        } else if (between instanceof CnnToFeedForwardPreProcessor flat && flat.getFormat() == CNN2DFormat.NCHW) {
            shape = new int[] {length(shape)};
        } else if (between != null) {
            throw new IllegalArgumentException("Before layer " + (layer + 1) + " the decoder reshapes with "
                    + between.getClass().getSimpleName()
                    + ", which the explorer does not know: use FeedForwardToCnnPreProcessor or"
                    + " CnnToFeedForwardPreProcessor with channels first.");
        }
    }

    private void add(int number, Layer layer) {
        if (layer.getClass() == DenseLayer.class && !((DenseLayer) layer).hasLayerNorm()) {
            dense(number, ((DenseLayer) layer).getActivationFn(), ((DenseLayer) layer).hasBias());
        } else if (layer.getClass() == OutputLayer.class) {
            dense(number, ((OutputLayer) layer).getActivationFn(), ((OutputLayer) layer).hasBias());
        } else if (layer.getClass() == ConvolutionLayer.class || layer.getClass() == Deconvolution2D.class) {
            convolution(number, (ConvolutionLayer) layer);
        } else if (layer.getClass() == Upsampling2D.class && ((Upsampling2D) layer).getFormat() == CNN2DFormat.NCHW) {
            int[] factor = ((Upsampling2D) layer).getSize();
            JsonObject step = step("upsampling", new int[] {shape[0], shape[1] * factor[0], shape[2] * factor[1]});
            step.add("factor", array(factor));
        } else if (layer instanceof LossLayer loss) {
            activation(number, loss.getActivationFn());
        } else if (layer instanceof CnnLossLayer loss) {
            activation(number, loss.getActivationFn());
        } else if (layer instanceof ActivationLayer between) {
            activation(number, between.getActivationFn());
        } else if (!(layer instanceof DropoutLayer)) { // Dropout does nothing outside of training.
            throw new IllegalArgumentException(
                    "Layer " + name(number) + " of the decoder is of a kind that the explorer does"
                            + " not know: build the decoder of dense, convolutional, transposed convolutional and up-sampling"
                            + " layers.");
        }
    }

    private void dense(int number, IActivation activation, boolean biased) {
        INDArray w = parameter(number, "W");
        step("dense", new int[] {(int) w.size(1)});
        addWeights(number, w.transpose(), biased);
        activation(number, activation);
    }

    private void convolution(int number, ConvolutionLayer layer) {
        boolean transposed = layer instanceof Deconvolution2D;
        int[] kernel = layer.getKernelSize();
        int[] stride = layer.getStride();
        int[] out = new int[3];
        int[] padding = new int[2];
        boolean same = layer.getConvolutionMode() == ConvolutionMode.Same;
        if (layer.getCnn2dDataFormat() != CNN2DFormat.NCHW
                || Arrays.stream(layer.getDilation()).anyMatch(dilation -> dilation != 1)
                || layer.getConvolutionMode() == ConvolutionMode.Causal) {
            throw new IllegalArgumentException("Layer " + name(number) + " of the decoder has dilated filters, causal"
                    + " padding or channels last, which the explorer does not know: leave these settings out.");
        }
        out[0] = (int) layer.getNOut();
        for (int side = 0; side < 2; side++) {
            int in = shape[side + 1];
            int k = kernel[side];
            int s = stride[side];
            int explicit = layer.getPadding()[side];
            if (transposed) {
                out[side + 1] = same ? in * s : (in - 1) * s + k - 2 * explicit;
                padding[side] = same ? Math.max(0, ((in - 1) * s + k - out[side + 1]) / 2) : explicit;
            } else {
                out[side + 1] = same ? (in + s - 1) / s : (in + 2 * explicit - k) / s + 1;
                padding[side] = same ? Math.max(0, ((out[side + 1] - 1) * s + k - in) / 2) : explicit;
            }
        }
        JsonObject step = step(transposed ? "transposed" : "convolution", out);
        step.add("kernel", array(kernel));
        step.add("stride", array(stride));
        step.add("padding", array(padding));
        INDArray w = parameter(number, "W");
        addWeights(number, transposed ? w.permute(1, 0, 2, 3) : w, layer.hasBias());
        activation(number, layer.getActivationFn());
    }

    private void addWeights(int number, INDArray outputsFirst, boolean biased) {
        long outputs = outputsFirst.size(0);
        float[][] rows = outputsFirst
                .dup('c')
                .reshape('c', outputs, outputsFirst.length() / outputs)
                .toFloatMatrix();
        float[] biases = biased ? parameter(number, "b").dup('c').data().asFloat() : new float[(int) outputs];
        for (float[] row : rows) {
            requireFinite(number, row);
        }
        requireFinite(number, biases);
        weights.add(new Weights(number, rows, biases));
    }

    private void requireFinite(int number, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("Layer " + name(number) + " of the decoder has the weight " + value
                        + ": the training diverged, so train again with a lower learning rate.");
            }
        }
    }

    // The opposite of addWeights: from rows to the shape of Deeplearning4j's parameter.
    private INDArray parameterOf(INDArray rows, int number, long[] wanted) {
        Layer layer = configuration.getConf(number).getLayer();
        if (layer instanceof Deconvolution2D) {
            return rows.reshape('c', wanted[1], wanted[0], wanted[2], wanted[3]).permute(1, 0, 2, 3);
        }
        return layer instanceof ConvolutionLayer ? rows.reshape('c', wanted) : rows.transpose();
    }

    private void activation(int number, IActivation function) {
        String name;
        double slope = 0;
        if (function instanceof ActivationIdentity) {
            return;
        } else if (function instanceof ActivationReLU) {
            name = "relu";
        } else if (function instanceof ActivationLReLU leaky) {
            name = "leakyrelu";
            slope = leaky.getAlpha();
        } else if (function instanceof ActivationELU elu) {
            name = "elu";
            slope = elu.getAlpha();
        } else if (function instanceof ActivationSigmoid) {
            name = "sigmoid";
        } else if (function instanceof ActivationTanH) {
            name = "tanh";
        } else if (function instanceof ActivationSoftPlus) {
            name = "softplus";
        } else if (function instanceof ActivationSoftSign) {
            name = "softsign";
        } else {
            throw new IllegalArgumentException(
                    "Layer " + name(number) + " of the decoder has the activation \"" + function
                            + "\", which the explorer does not know: use identity, relu, leakyrelu, elu, sigmoid, tanh,"
                            + " softplus or softsign.");
        }
        JsonObject step = step("activation", shape);
        step.addProperty("name", name);
        step.addProperty("slope", slope);
    }

    private JsonObject step(String kind, int[] to) {
        JsonObject step = new JsonObject();
        step.addProperty("kind", kind);
        step.add("from", array(shape));
        step.add("to", array(to));
        steps.add(step);
        shape = to;
        return step;
    }

    private INDArray parameter(int layer, String name) {
        return autoencoder.network().getLayer(layer).getParam(name);
    }

    private String name(int number) {
        Layer layer = configuration.getConf(number).getLayer();
        String given = layer.getLayerName();
        return String.format(
                Locale.ROOT,
                "%d (%s%s)",
                number + 1,
                layer.getClass().getSimpleName(),
                given == null || given.isBlank() || given.matches("layer\\d+") ? "" : " \"" + given + "\"");
    }

    private static JsonArray array(int[] numbers) {
        JsonArray array = new JsonArray();
        for (int number : numbers) {
            array.add(number);
        }
        return array;
    }

    private static int length(int[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }
}
