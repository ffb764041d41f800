package hourglass.engine.optimizer;

import org.deeplearning4j.optimize.api.StepFunction;
import org.deeplearning4j.optimize.solvers.accumulation.GradientsAccumulator;
import org.deeplearning4j.optimize.solvers.accumulation.IndexedTail;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Receives the updates that Deeplearning4j would otherwise subtract from the parameters itself, because the optimiser may have
 * subtracted them already. The interface is meant for updates of other machines, of which there are none here.
 */
final class InPlaceAccumulator implements GradientsAccumulator {

    private static final long serialVersionUID = 1L;

    /** Subtracts updates from parameters, where the optimiser has not done so already. */
    interface Step {
        void take(StepFunction function, INDArray parameters, INDArray updates);
    }

    private final transient Step step;

    InPlaceAccumulator(Step step) {
        this.step = step;
    }

    @Override
    public void applyUpdate(StepFunction function, INDArray parameters, INDArray updates, boolean last) {
        step.take(function, parameters, updates);
    }

    @Override
    public void applyUpdate(StepFunction function, INDArray parameters, INDArray updates, double alpha) {
        function.step(parameters, updates, alpha);
    }

    @Override
    public boolean hasAnything() {
        return false;
    }

    @Override
    public IndexedTail getExternalSource() {
        return null;
    }

    @Override
    public void setExternalSource(IndexedTail source) {}

    @Override
    public void storeUpdate(INDArray update, int iteration, int epoch) {}

    @Override
    public void receiveUpdate(INDArray update) {}

    @Override
    public void markExternalUpdates(boolean present) {}

    @Override
    public void reset() {}

    @Override
    public void touch() {}
}
