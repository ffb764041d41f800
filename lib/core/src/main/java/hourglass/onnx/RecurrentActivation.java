package hourglass.onnx;

import java.util.ArrayList;
import java.util.List;
import onnx.Onnx.AttributeProto;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/**
 * An activation inside of a recurrent operator, which knows fewer of them than there are operators.
 *
 * @param name the operator's word for it
 * @param alpha its first constant, empty if it has none
 * @param beta its second constant, empty if it has none
 */
record RecurrentActivation(String name, List<Double> alpha, List<Double> beta) {

    /**
     * Returns the settings that tell an operator its activations.
     *
     * @throws IllegalArgumentException if it does not know one of them
     */
    static List<AttributeProto> attributes(NamedLayer layer, IActivation... activations) {
        List<String> names = new ArrayList<>();
        List<Double> alphas = new ArrayList<>();
        List<Double> betas = new ArrayList<>();
        for (IActivation activation : activations) {
            RecurrentActivation each = of(layer, activation);
            names.add(each.name);
            alphas.addAll(each.alpha);
            betas.addAll(each.beta);
        }
        List<AttributeProto> attributes = new ArrayList<>(List.of(Attributes.texts("activations", names)));
        if (!alphas.isEmpty()) {
            attributes.add(Attributes.numbers("activation_alpha", alphas));
        }
        if (!betas.isEmpty()) {
            attributes.add(Attributes.numbers("activation_beta", betas));
        }
        return attributes;
    }

    private static RecurrentActivation of(NamedLayer layer, IActivation activation) {
        if (activation instanceof ActivationTanH) {
            return of("Tanh");
        }
        if (activation instanceof ActivationSigmoid) {
            return of("Sigmoid");
        }
        if (activation instanceof ActivationHardSigmoid) {
            return new RecurrentActivation("HardSigmoid", List.of(0.2), List.of(0.5));
        }
        if (activation instanceof ActivationSoftSign) {
            return of("Softsign");
        }
        if (activation instanceof ActivationSoftPlus) {
            return of("Softplus");
        }
        if (activation instanceof ActivationReLU plain
                && plain.getMax() == null
                && plain.getThreshold() == null
                && plain.getNegativeSlope() == null) {
            return of("Relu");
        }
        if (activation instanceof ActivationLReLU leaky) {
            return new RecurrentActivation("LeakyRelu", List.of(leaky.getAlpha()), List.of());
        }
        if (activation instanceof ActivationELU exponential) {
            return new RecurrentActivation("Elu", List.of(exponential.getAlpha()), List.of());
        }
        if (activation instanceof ActivationThresholdedReLU limited) {
            return new RecurrentActivation("ThresholdedRelu", List.of(limited.getTheta()), List.of());
        }
        if (activation instanceof ActivationIdentity) {
            return new RecurrentActivation("Affine", List.of(1.0), List.of(0.0));
        }
        throw layer.refusal(
                "has the activation " + activation.getClass().getSimpleName()
                        + ", which the recurrent operators do not know",
                "choose TANH, SIGMOID, HARDSIGMOID, RELU, LEAKYRELU, ELU, SOFTSIGN, SOFTPLUS or IDENTITY");
    }

    private static RecurrentActivation of(String name) {
        return new RecurrentActivation(name, List.of(), List.of());
    }
}
