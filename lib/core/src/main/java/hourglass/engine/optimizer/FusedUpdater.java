package hourglass.engine.optimizer;

import hourglass.runtime.NativeMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.stepfunctions.NegativeGradientStepFunction;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.deeplearning4j.optimize.api.StepFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's updater that leaves the division by the batch's size and the step to {@link FusedAdamUpdater}, which reads and
 * writes the same numbers anyway. After a step the gradients are then still sums over the batch.
 *
 * <p>Measured reason: Deeplearning4j divides all gradients in one pass and subtracts all updates in another, each in one
 * thread: a step with 8.4 million parameters takes 67 ms in that way and 56 ms in this one (lib/PERFORMANCE.md).
 */
public final class FusedUpdater extends MultiLayerUpdater {

    private final List<FusedAdamUpdater> fused = new ArrayList<>();
    private final List<ParamState> others = new ArrayList<>();
    private boolean stepped;

    private FusedUpdater(MultiLayerNetwork network, INDArray state) {
        super(network, state);
        for (UpdaterBlock block : getUpdaterBlocks()) {
            if (isPlainAdam(block)) {
                fused.add((FusedAdamUpdater) block.getGradientUpdater());
            } else {
                others.addAll(block.getLayersAndVariablesInBlock());
            }
        }
    }

    /**
     * Gives a network this updater, with the state of the one that it has, if any of its parameters are updated by Adam alone
     * and its steps are those of gradient descent.
     */
    public static void replaceIn(MultiLayerNetwork network) {
        Updater before = network.getUpdater(false);
        if (before instanceof FusedUpdater || !network.conf().isMiniBatch() || !subtractsUpdates(network.conf())) {
            return;
        }
        FusedUpdater updater = new FusedUpdater(network, before == null ? null : before.getStateViewArray());
        if (!updater.fused.isEmpty()) {
            network.setUpdater(updater);
            network.setGradientsAccumulator(new InPlaceAccumulator(updater::step));
        }
    }

    /** Whether the step is parameters minus update: a line search tries several lengths, other step functions add or scale. */
    private static boolean subtractsUpdates(NeuralNetConfiguration settings) {
        return settings.getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT
                && (settings.getStepFunction() == null
                        || settings.getStepFunction() instanceof NegativeGradientStepFunction);
    }

    private static boolean isPlainAdam(UpdaterBlock block) {
        return block.getGradientUpdater() instanceof FusedAdamUpdater
                && FusedAdamUpdater.isContiguous(block.getGradientView().reshape(-1))
                && block.getLayersAndVariablesInBlock().stream()
                        .allMatch(state -> isPlainAdam(state.getLayer(), state.getParamName()));
    }

    private static boolean isPlainAdam(Trainable layer, String parameter) {
        var regularizations = layer.getConfig().getRegularizationByParam(parameter);
        return (regularizations == null || regularizations.isEmpty())
                && layer.updaterDivideByMinibatch(parameter)
                && layer.getConfig().getGradientNormalization() == GradientNormalization.None;
    }

    @Override
    protected void divideByMinibatch(boolean external, Gradient gradient, int examples) {
        // Deeplearning4j compares objects, and gives a new one for the same memory each time.
        boolean elsewhere = external
                && NativeMemory.address(gradient.gradient()) != NativeMemory.address(getFlattenedGradientsView());
        stepped = !elsewhere;
        if (elsewhere) {
            super.divideByMinibatch(true, gradient, examples);
            fused.forEach(adam -> adam.divideAndStep(1, 0));
            return;
        }
        long distance = NativeMemory.address(getParams()) - NativeMemory.address(getFlattenedGradientsView());
        fused.forEach(adam -> adam.divideAndStep(examples, distance));
        for (ParamState state : others) {
            if (state.getLayer().updaterDivideByMinibatch(state.getParamName())) {
                state.getGradView().divi(examples);
            }
        }
    }

    /**
     * Returns the updater of a network that takes the whole step of all parameters itself.
     *
     * @return null if the network's updater is another one, or leaves some parameters to Deeplearning4j
     */
    public static FusedUpdater ofAllParameters(MultiLayerNetwork network) {
        return network.getUpdater(false) instanceof FusedUpdater updater && updater.others.isEmpty() ? updater : null;
    }

    /**
     * Takes the step of all parameters.
     *
     * @param gradients the addresses of several gradients of all parameters, which are added up: sums over some examples
     * @param examples how many examples there are in all of them
     */
    public void step(long[] gradients, int examples, int iteration, int epoch) {
        long all = NativeMemory.address(getParams());
        for (UpdaterBlock block : getUpdaterBlocks()) {
            long offset = (long) Float.BYTES * block.getParamOffsetStart();
            long[] own =
                    Arrays.stream(gradients).map(address -> address + offset).toArray();
            ((FusedAdamUpdater) block.getGradientUpdater()).step(own, all + offset, examples, iteration, epoch);
        }
    }

    /** Takes the step for the parameters that have not taken it with their update. */
    void step(StepFunction function, INDArray parameters, INDArray updates) {
        if (stepped) {
            others.forEach(state -> function.step(state.getParamView(), state.getGradView()));
        } else {
            function.step(parameters, updates);
        }
        stepped = false;
    }
}
