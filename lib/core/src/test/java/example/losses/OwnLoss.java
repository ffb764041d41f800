package example.losses;

import org.nd4j.linalg.lossfunctions.impl.LossMAE;

/** A loss of an application. */
public final class OwnLoss extends LossMAE {}
