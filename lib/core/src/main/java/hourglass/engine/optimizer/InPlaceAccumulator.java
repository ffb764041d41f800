package hourglass.engine.optimizer;

import org.deeplearning4j.optimize.api.StepFunction;
import org.deeplearning4j.optimize.solvers.accumulation.GradientsAccumulator;
import org.deeplearning4j.optimize.solvers.accumulation.IndexedTail;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where Deeplearning4j lets others change the parameters: it hands the updates over instead of subtracting them itself.
 * Meant for updates of other machines, of which there are none here.
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
