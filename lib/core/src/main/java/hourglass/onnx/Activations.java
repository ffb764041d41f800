package hourglass.onnx;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import onnx.Onnx.AttributeProto;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** Activation functions, with ND4J's constants, as they are at inference. */
final class Activations {
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_SCALE = 1.0507009873554805;

    private Activations() {}

    /** Nodes that compute a function of each number: gives the name of the result for the name of the input. */
    private interface Nodes {
        String of(String x, GraphBuilder graph);
    }

    private static final Map<Class<?>, Function<IActivation, Nodes>> ALL = Map.ofEntries(
            each(ActivationReLU.class, Activations::relu),
            each(ActivationReLU6.class, f -> clip(0, 6)),
            each(ActivationLReLU.class, f -> one("LeakyRelu", Attributes.number("alpha", f.getAlpha()))),
            each(ActivationRReLU.class, f -> randomizedRelu(f)),
            each(
                    ActivationThresholdedReLU.class,
                    f -> one("ThresholdedRelu", Attributes.number("alpha", f.getTheta()))),
            each(ActivationELU.class, f -> one("Elu", Attributes.number("alpha", f.getAlpha()))),
            each(
                    ActivationSELU.class,
                    f -> one("Selu", Attributes.number("alpha", SELU_ALPHA), Attributes.number("gamma", SELU_SCALE))),
            each(ActivationSigmoid.class, f -> one("Sigmoid")),
            each(
                    ActivationHardSigmoid.class,
                    f -> one("HardSigmoid", Attributes.number("alpha", 0.2), Attributes.number("beta", 0.5))),
            each(ActivationTanH.class, f -> one("Tanh")),
            each(ActivationHardTanH.class, f -> clip(-1, 1)),
            each(ActivationRectifiedTanh.class, f -> then(one("Tanh"), one("Relu"))),
            each(ActivationRationalTanh.class, f -> Activations::rationalTanh),
            each(ActivationSoftPlus.class, f -> one("Softplus")),
            each(ActivationSoftSign.class, f -> one("Softsign")),
            each(ActivationSwish.class, f -> timesInput(one("Sigmoid"))),
            each(ActivationMish.class, f -> timesInput(then(one("Softplus"), one("Tanh")))),
            each(ActivationGELU.class, f -> f.isPrecise() ? Activations::preciseGelu : Activations::gelu),
            each(ActivationCube.class, f -> timesInput(timesInput((x, graph) -> x))));

    private static <A extends IActivation> Map.Entry<Class<?>, Function<IActivation, Nodes>> each(
            Class<A> kind, Function<A, Nodes> nodes) {
        return Map.entry(kind, function -> nodes.apply(kind.cast(function)));
    }

    /**
     * Writes an activation.
     *
     * @param softmax the dimension over which a softmax makes the sum 1
     * @throws IllegalArgumentException if it is one of which the nodes are not known
     */
    static Value write(NamedLayer layer, IActivation activation, Value x, int softmax, GraphBuilder graph) {
        if (activation instanceof ActivationIdentity) {
            return x;
        }
        if (activation instanceof ActivationSoftmax) {
            return x.as(graph.node("Softmax", List.of(x.name()), Attributes.integer("axis", softmax)));
        }
        Function<IActivation, Nodes> nodes = ALL.get(activation.getClass());
        if (nodes == null) {
            throw layer.refusal(
                    "has the activation " + activation.getClass().getSimpleName() + ", whose nodes are not known",
                    "choose another of the constants of Activation, such as RELU");
        }
        return x.as(nodes.apply(activation).of(x.name(), graph));
    }

    private static Nodes one(String operator, AttributeProto... attributes) {
        return (x, graph) -> graph.node(operator, List.of(x), attributes);
    }

    private static Nodes then(Nodes first, Nodes second) {
        return (x, graph) -> second.of(first.of(x, graph), graph);
    }

    private static Nodes timesInput(Nodes factor) {
        return (x, graph) -> graph.node("Mul", List.of(x, factor.of(x, graph)));
    }

    private static Nodes clip(double low, double high) {
        return (x, graph) -> graph.node("Clip", List.of(x, graph.number("least", low), graph.number("most", high)));
    }

    /** Leaky below a threshold, and cut off above, where it is told to. */
    private static Nodes relu(ActivationReLU function) {
        double threshold = function.getThreshold() == null ? 0 : function.getThreshold();
        double slope = function.getNegativeSlope() == null ? 0 : function.getNegativeSlope();
        Nodes below = slope == 0 ? one("Relu") : one("LeakyRelu", Attributes.number("alpha", slope));
        Nodes nodes = threshold == 0
                ? below
                : (x, graph) -> {
                    String limit = graph.number("threshold", threshold);
                    String low = graph.node(
                            "Mul", List.of(graph.node("Sub", List.of(x, limit)), graph.number("slope", slope)));
                    return graph.node("Where", List.of(graph.node("GreaterOrEqual", List.of(x, limit)), x, low));
                };
        return function.getMax() == null
                ? nodes
                : then(nodes, (x, graph) -> graph.node("Min", List.of(x, graph.number("most", function.getMax()))));
    }

    // Deeplearning4j 1.0.0-M2.1 does not multiply by the mean slope at inference: nothing falls below it.
    private static Nodes randomizedRelu(ActivationRReLU function) {
        double mean = (function.getL() + function.getU()) / 2;
        return (x, graph) -> graph.node("Max", List.of(x, graph.number("least", mean)));
    }

    /** 1.7159 tanh(2x/3) with tanh y ≈ sign y · (1 − 1 / (1 + |y| + y² + 1.41645 y⁴)). */
    private static String rationalTanh(String x, GraphBuilder graph) {
        String y = graph.node("Mul", List.of(x, graph.number("two_thirds", 2.0 / 3)));
        String square = graph.node("Mul", List.of(y, y));
        String fourth = graph.node(
                "Mul", List.of(graph.node("Mul", List.of(square, square)), graph.number("coefficient", 1.41645)));
        String one = graph.number("one", 1);
        String sum = graph.node("Sum", List.of(one, graph.node("Abs", List.of(y)), square, fourth));
        String rest = graph.node("Sub", List.of(one, graph.node("Reciprocal", List.of(sum))));
        String signed = graph.node("Mul", List.of(graph.node("Sign", List.of(y)), rest));
        return graph.node("Mul", List.of(signed, graph.number("scale", 1.7159)));
    }

    /** x · sigmoid(1.702 x). */
    private static String gelu(String x, GraphBuilder graph) {
        String scaled = graph.node("Mul", List.of(x, graph.number("slope", 1.702)));
        return graph.node("Mul", List.of(x, graph.node("Sigmoid", List.of(scaled))));
    }

    // Deeplearning4j 1.0.0-M2.1 takes the coefficient to the third power, too.
    /** ½ x (1 + tanh(√(2/π) (x + (0.044715 x)³))). */
    private static String preciseGelu(String x, GraphBuilder graph) {
        String small = graph.node("Mul", List.of(x, graph.number("coefficient", 0.044715)));
        String cube = graph.node("Mul", List.of(graph.node("Mul", List.of(small, small)), small));
        String scaled = graph.node(
                "Mul", List.of(graph.node("Add", List.of(x, cube)), graph.number("root", Math.sqrt(2 / Math.PI))));
        String factor = graph.node("Add", List.of(graph.node("Tanh", List.of(scaled)), graph.number("one", 1)));
        return graph.node("Mul", List.of(graph.node("Mul", List.of(x, factor)), graph.number("half", 0.5)));
    }
}
