package hourglass.engine;

import hourglass.engine.layers.LayerReplacements;
import hourglass.engine.optimizer.FusedUpdater;
import hourglass.engine.step.CompiledStep;
import hourglass.network.ScoreListener;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that puts accelerated layers in the places of those that Deeplearning4j makes from the same settings, and computes them
 * all at once where they can be ({@link CompiledStep}).
 *
 * <p>A clone of it is one of Deeplearning4j's own networks, which computes the same.
 */
final class AcceleratedNetwork extends MultiLayerNetwork {

    private static final long serialVersionUID = 1L;

    private transient CompiledStep step;
    private transient Layer[] planned;

    AcceleratedNetwork(MultiLayerConfiguration configuration) {
        super(configuration);
    }

    @Override
    public void init(INDArray parameters, boolean cloneParameters) {
        if (isInitCalled()) {
            return;
        }
        super.init(parameters, cloneParameters);
        setLayers(LayerReplacements.replace(getLayers(), LayerReplacements.decide(getLayerWiseConfigurations())));
        synchronizeIterEpochCounts();
    }

    /** As in Deeplearning4j, whose own table of names has the layers that were replaced. */
    @Override
    public Layer getLayer(String name) {
        for (Layer layer : getLayers()) {
            if (name.equals(layer.conf().getLayer().getLayerName())) {
                return layer;
            }
        }
        return null;
    }

    /** As in Deeplearning4j; all layers at once, where they can be. */
    @Override
    public void computeGradientAndScore() {
        CompiledStep compiled = stepFor(input, labels);
        if (compiled == null) {
            super.computeGradientAndScore();
            return;
        }
        run(compiled);
        gradient = compiled.gradient();
        if (!getListeners().isEmpty()) {
            List<INDArray> activations = compiled.activations();
            getListeners().forEach(listener -> listener.onForwardPass(this, activations));
            getListeners().forEach(listener -> listener.onBackwardPass(this));
        }
    }

    /** As in Deeplearning4j; all layers at once and the step with them, where that can be. */
    @Override
    public void fit(INDArray features, INDArray targets, INDArray featuresMask, INDArray labelsMask) {
        FusedUpdater updater = FusedUpdater.ofAllParameters(this);
        boolean plain = updater != null
                && featuresMask == null
                && labelsMask == null
                && getLayerWiseConfigurations().getBackpropType() == BackpropType.Standard
                && getListeners().stream().allMatch(ScoreListener.class::isInstance);
        CompiledStep compiled = plain ? stepFor(features, targets) : null;
        if (compiled == null) {
            super.fit(features, targets, featuresMask, labelsMask);
            return;
        }
        setInput(features);
        setLabels(targets);
        run(compiled);
        gradient = null;
        getListeners().forEach(listener -> listener.onBackwardPass(this));
        int iteration = getIterationCount();
        updater.step(compiled.shares(), (int) features.size(0), iteration, getEpochCount());
        getListeners().forEach(listener -> listener.iterationDone(this, iteration, getEpochCount()));
        setIterationCount(iteration + 1);
        applyConstraints(getIterationCount(), getEpochCount());
        synchronizeIterEpochCounts();
    }

    private void run(CompiledStep compiled) {
        synchronizeIterEpochCounts();
        double loss = compiled.run(input, labels);
        boolean mean = getOutputLayer().conf().isMiniBatch();
        score = (mean ? loss / input.size(0) : loss) + calcRegularizationScore(true);
    }

    /** Returns the gradients of the last batch, which are added up when they are asked for. */
    @Override
    public Gradient gradient() {
        if (gradient == null && step != null && step.hasRun()) {
            gradient = step.gradient();
        }
        return gradient;
    }

    /** Lets go of the step's memory too when there is no input any more. */
    @Override
    public void setInput(INDArray input) {
        super.setInput(input);
        if (input == null && step != null) {
            gradient();
            step.close();
            step = null;
            planned = null;
        }
    }

    /** Returns null if the network, or this batch, has to be computed layer by layer. */
    private CompiledStep stepFor(INDArray features, INDArray targets) {
        if (flattenedGradients == null) {
            initGradientsView();
        }
        if (planned != getLayers()) {
            planned = getLayers();
            step = CompiledStep.of(this);
        }
        return step != null && step.accepts(features, targets) ? step : null;
    }
}
