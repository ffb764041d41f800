package hourglass.plot;

import hourglass.layers.GaussianCode;
import hourglass.layers.KlPenalty;
import hourglass.layers.L1Penalty;
import hourglass.layers.TeacherForcing;
import hourglass.network.GraphConfiguration;
import hourglass.network.NetworkConfiguration;
import hourglass.train.MeanLoss;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BaseUpsamplingLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * What the settings of a layer or vertex say, in the field's words.
 *
 * @param kind such as "max pooling"
 * @param settings what tells it from others of its kind: "3×3" and "stride 2"
 * @param activation such as "ReLU"; empty if it applies none
 * @param loss such as "binary cross-entropy"; empty if it measures none
 */
record LayerWords(String kind, List<String> settings, String activation, String loss) {

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("DenseLayer", "dense"),
            Map.entry("OutputLayer", "dense output"),
            Map.entry("RnnOutputLayer", "dense output at each step"),
            Map.entry("LossLayer", "loss"),
            Map.entry("CnnLossLayer", "loss"),
            Map.entry("RnnLossLayer", "loss"),
            Map.entry("ConvolutionLayer", "convolution"),
            Map.entry("Convolution2D", "convolution"),
            Map.entry("Convolution1DLayer", "convolution over time"),
            Map.entry("Convolution1D", "convolution over time"),
            Map.entry("Convolution3D", "convolution"),
            Map.entry("Deconvolution2D", "transposed convolution"),
            Map.entry("Deconvolution3D", "transposed convolution"),
            Map.entry("SeparableConvolution2D", "separable convolution"),
            Map.entry("DepthwiseConvolution2D", "depthwise convolution"),
            Map.entry("Upsampling1D", "up-sampling"),
            Map.entry("Upsampling2D", "up-sampling"),
            Map.entry("Upsampling3D", "up-sampling"),
            Map.entry("BatchNormalization", "batch norm"),
            Map.entry("ActivationLayer", "activation"),
            Map.entry("PReLULayer", "PReLU"),
            Map.entry("LSTM", "LSTM"),
            Map.entry("GravesLSTM", "LSTM with peepholes"),
            Map.entry("GravesBidirectionalLSTM", "LSTM in both directions"),
            Map.entry("SimpleRnn", "simple RNN"),
            Map.entry("RepeatVector", "repeat"),
            Map.entry("L1Penalty", "L1 penalty"),
            Map.entry("KlPenalty", "KL penalty"),
            Map.entry("GaussianCode", "Gaussian code"));

    private static final Map<String, String> ACTIVATIONS = Map.of(
            "Identity", "identity",
            "Sigmoid", "sigmoid",
            "TanH", "tanh",
            "Softmax", "softmax",
            "LReLU", "leaky ReLU",
            "RReLU", "randomized ReLU",
            "SoftPlus", "softplus",
            "SoftSign", "softsign",
            "HardTanH", "hard tanh");

    private static final Map<String, String> LOSSES = Map.ofEntries(
            Map.entry("BinaryXENT", "binary cross-entropy"),
            Map.entry("MCXENT", "cross-entropy"),
            Map.entry("SparseMCXENT", "cross-entropy"),
            Map.entry("NegativeLogLikelihood", "negative log-likelihood"),
            Map.entry("MSE", "mean squared error"),
            Map.entry("L2", "squared error"),
            Map.entry("MAE", "mean absolute error"),
            Map.entry("L1", "absolute error"),
            Map.entry("MSLE", "mean squared logarithmic error"),
            Map.entry("MAPE", "mean absolute percentage error"),
            Map.entry("KLD", "Kullback-Leibler divergence"));

    static LayerWords of(NetworkConfiguration configuration, int place) {
        Layer settings = configuration.settingsAt(place);
        return settings == null ? vertex(vertexAt(configuration, place)) : layer(settings);
    }

    /** Returns the vertex of a graph at a place. */
    static GraphVertex vertexAt(NetworkConfiguration configuration, int place) {
        GraphConfiguration graph = (GraphConfiguration) configuration;
        return graph.graph().getVertices().get(graph.order().get(place));
    }

    /** Returns what a layer's wrappers hold. */
    static Layer unwrapped(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return unwrapped(frozen.getLayer());
        }
        return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
    }

    private static LayerWords vertex(GraphVertex vertex) {
        String kind = spaced(vertex.getClass().getSimpleName().replaceAll("Vertex$", ""));
        if (vertex instanceof ElementWiseVertex each) {
            kind = each.getOp().toString().toLowerCase(Locale.ROOT);
        }
        List<String> settings =
                vertex instanceof ScaleVertex scale ? List.of("× " + number(scale.getScaleFactor())) : List.of();
        return new LayerWords(kind, settings, "", "");
    }

    private static LayerWords layer(Layer layer) {
        Layer inner = unwrapped(layer);
        return new LayerWords(kind(layer), settings(inner), activation(inner), loss(MeanLoss.lossFunction(inner)));
    }

    private static String kind(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return "frozen " + kind(frozen.getLayer());
        }
        if (layer instanceof FrozenLayerWithBackprop frozen) {
            return "frozen " + kind(frozen.getUnderlying());
        }
        if (layer instanceof LastTimeStep last) {
            return "last step of " + kind(last.getUnderlying());
        }
        if (layer instanceof BaseWrapperLayer wrapper) {
            return kind(wrapper.getUnderlying());
        }
        if (layer instanceof Bidirectional both) {
            return kind(both.getFwd()) + " in both directions";
        }
        if (layer instanceof DropoutLayer && layer.getIDropout() != null) {
            return Noise.of(layer.getIDropout()).kind;
        }
        if (layer instanceof SubsamplingLayer pooling) {
            String which = pooling.getPoolingType().toString().toLowerCase(Locale.ROOT);
            return (which.equals("avg") ? "average" : which) + " pooling";
        }
        String name = layer.getClass().getSimpleName();
        return KINDS.getOrDefault(name, spaced(name.replaceAll("Layer$", "")));
    }

    private static List<String> settings(Layer layer) {
        List<String> settings = new ArrayList<>();
        if (layer instanceof ConvolutionLayer convolution) {
            settings.add(sides(convolution.getKernelSize()));
            stride(convolution.getStride(), settings);
        } else if (layer instanceof SubsamplingLayer pooling) {
            settings.add(sides(pooling.getKernelSize()));
            stride(pooling.getStride(), settings);
        } else if (layer instanceof BaseUpsamplingLayer upsampling) {
            settings.add(sides(upsampling.getSize()));
        } else if (layer instanceof RepeatVector repeat) {
            settings.add(Numbers.count(repeat.getN()) + " times");
        } else if (layer instanceof L1Penalty penalty) {
            settings.add("weight " + number(penalty.weight()));
        } else if (layer instanceof KlPenalty penalty) {
            settings.add("weight " + number(penalty.weight()));
            settings.add("target " + number(penalty.target()));
        } else if (layer instanceof GaussianCode code) {
            settings.add("mean μ");
            settings.add("spread σ");
            settings.add("sample z");
            settings.add("β " + number(code.beta()));
            if (code.warmUp() > 0) {
                settings.add("warm-up of " + Numbers.count(code.warmUp()) + " updates");
            }
        } else if (layer instanceof TeacherForcing) {
            settings.add("previous step appended");
        } else if (layer instanceof Bidirectional both) {
            settings.addAll(settings(both.getFwd()));
        }
        if (layer.getIDropout() != null) {
            Noise noise = Noise.of(layer.getIDropout());
            settings.add(layer instanceof DropoutLayer ? noise.amount : "input " + noise.kind + " " + noise.amount);
        }
        if (layer instanceof BaseLayer base && base.getRegularization() != null) {
            base.getRegularization().forEach(term -> weightPenalty(term, settings));
        }
        return settings;
    }

    private static void stride(int[] stride, List<String> settings) {
        for (int step : stride) {
            if (step != 1) {
                settings.add(
                        "stride " + (step == stride[0] && step == stride[stride.length - 1] ? step : sides(stride)));
                return;
            }
        }
    }

    private static void weightPenalty(Regularization term, List<String> settings) {
        if (term instanceof L1Regularization l1) {
            settings.add("L1 of weights " + at(l1.getL1(), 0));
        } else if (term instanceof L2Regularization l2) {
            settings.add("L2 of weights " + at(l2.getL2(), 0));
        } else {
            settings.add(spaced(term.getClass().getSimpleName()));
        }
    }

    /**
     * What a layer does to its input while it trains.
     *
     * @param amount such as "20%"
     */
    private record Noise(String kind, String amount) {
        static Noise of(IDropout noise) {
            if (noise instanceof Dropout dropout) {
                return new Noise("dropout", dropped(dropout.getPSchedule(), dropout.getP()));
            }
            if (noise instanceof AlphaDropout dropout) {
                return new Noise("alpha dropout", dropped(dropout.getPSchedule(), dropout.getP()));
            }
            if (noise instanceof SpatialDropout dropout) {
                return new Noise("dropout of channels", dropped(dropout.getPSchedule(), dropout.getP()));
            }
            if (noise instanceof GaussianDropout dropout) {
                return new Noise("Gaussian dropout", at(dropout.getRateSchedule(), dropout.getRate()));
            }
            if (noise instanceof GaussianNoise gaussian) {
                return new Noise("Gaussian noise", "σ " + at(gaussian.getStddevSchedule(), gaussian.getStddev()));
            }
            return new Noise(spaced(noise.getClass().getSimpleName()), "");
        }

        // Deeplearning4j's p is the share that is kept.
        private static String dropped(ISchedule schedule, double kept) {
            return number(100 * (1 - (schedule == null ? kept : schedule.valueAt(0, 0)))) + "%";
        }
    }

    // A schedule at its beginning.
    private static String at(ISchedule schedule, double value) {
        return number(schedule == null ? value : schedule.valueAt(0, 0));
    }

    private static String activation(Layer layer) {
        if (layer instanceof Bidirectional both) {
            return activation(both.getFwd());
        }
        if (layer instanceof ActivationLayer alone) {
            return activation(alone.getActivationFn());
        }
        // Deeplearning4j gives others an activation, too, which they do not apply: pooling and dropout, say.
        boolean applied = layer instanceof DenseLayer
                || layer instanceof BaseOutputLayer
                || layer instanceof LossLayer
                || layer instanceof CnnLossLayer
                || layer instanceof RnnLossLayer
                || layer instanceof ConvolutionLayer
                || layer instanceof BaseRecurrentLayer;
        return applied ? activation(((BaseLayer) layer).getActivationFn()) : "";
    }

    private static String activation(IActivation function) {
        String name =
                function == null ? "" : function.getClass().getSimpleName().replaceAll("^Activation", "");
        return ACTIVATIONS.getOrDefault(name, name);
    }

    private static String loss(ILossFunction function) {
        String name =
                function == null ? "" : function.getClass().getSimpleName().replaceAll("^Loss", "");
        return LOSSES.getOrDefault(name, spaced(name));
    }

    /** Prints the name of a class as words: "ZeroPadding" as "zero padding", "LSTM" as it is. */
    private static String spaced(String name) {
        String[] words = name.split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
        return List.of(words).stream()
                .map(word -> word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT))
                        ? word
                        : word.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    private static String sides(int[] sides) {
        return Arrays.stream(sides).mapToObj(String::valueOf).collect(Collectors.joining("×"));
    }

    /** Prints a setting with up to four significant digits and no zeros behind them. */
    private static String number(double value) {
        return Double.isFinite(value)
                ? Numbers.exact(new BigDecimal(value).round(new MathContext(4)))
                : String.valueOf(value);
    }
}
