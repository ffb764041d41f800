package example.losses;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** A layer of an application. */
public final class OwnLayer extends ActivationLayer {
    /** Bends what it is given. */
    public OwnLayer() {
        super(new ActivationTanH());
    }
}
