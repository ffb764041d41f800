package hourglass.layers;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Draws z from the Gaussians that the layer before gives, and measures their divergence.
 *
 * <p>A batch of codes is so small that plain loops over Java arrays cost less than the dozen array operations they
 * replace.
 */
final class GaussianCodeLayer extends AbstractLayer<org.deeplearning4j.nn.conf.layers.Layer> implements AuxiliaryLoss {

    private static final long serialVersionUID = 1L;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final String term;
    private final transient IntToDoubleFunction betaAt;
    // Outlives clear(), because the score is asked for after the network has cleared its layers.
    private double divergence;
    // The β of that pass; the count of updates has moved on when the score is asked for.
    private double beta;
    private long examples;
    // ∂z/∂(log σ²), and the divergence's slopes towards μ and log σ², as the forward pass saw them.
    private double[] spread;
    private double[] slopes;

    /**
     * @param term the name of the divergence in a history
     * @param betaAt β after so many updates
     */
    GaussianCodeLayer(NeuralNetConfiguration conf, DataType type, String term, IntToDoubleFunction betaAt) {
        super(conf, type);
        this.term = term;
        this.betaAt = betaAt;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        int n = (int) input.size(0);
        int k = (int) input.size(1) / 2;
        double[] numbers = input.dup('c').data().asDouble();
        double[] z = new double[n * k];
        double[] spread = new double[n * k];
        double[] slopes = new double[2 * n * k];
        SplittableRandom random = training ? random() : null;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                double mean = numbers[2 * k * i + j];
                double given = numbers[2 * k * i + k + j];
                double logVariance = GaussianDivergence.cut(given);
                sum += GaussianDivergence.of(mean, logVariance);
                z[k * i + j] = mean;
                if (training) {
                    double variance = Math.exp(logVariance);
                    double noise = Math.sqrt(variance) * random.nextGaussian();
                    z[k * i + j] += noise;
                    spread[k * i + j] = given == logVariance ? 0.5 * noise : 0;
                    slopes[2 * k * i + j] = mean;
                    slopes[2 * k * i + k + j] = 0.5 * (variance - 1);
                }
            }
        }
        examples = n;
        beta = betaAt.applyAsDouble(getIterationCount());
        divergence = sum / n;
        if (training) {
            this.spread = spread;
            this.slopes = slopes;
        }
        return of(z, n, k, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        int n = (int) epsilon.size(0);
        int k = (int) epsilon.size(1);
        double[] towardsCode = epsilon.dup('c').data().asDouble();
        double[] towardsInput = new double[2 * n * k];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                int mean = 2 * k * i + j;
                double slope = towardsCode[k * i + j];
                towardsInput[mean] = slope + beta * slopes[mean];
                towardsInput[mean + k] = slope * spread[k * i + j] + beta * slopes[mean + k];
            }
        }
        return new Pair<>(new DefaultGradient(), of(towardsInput, n, 2 * k, ArrayType.ACTIVATION_GRAD, workspaces));
    }

    // Mixed, because generators with neighbouring seeds must not give neighbouring numbers.
    private SplittableRandom random() {
        return new SplittableRandom(
                conf().getSeed() * GOLDEN + getIndex() * 31L + (getIterationCount() + 1) * (GOLDEN >>> 7));
    }

    private INDArray of(double[] numbers, int n, int columns, ArrayType type, LayerWorkspaceMgr workspaces) {
        INDArray array = workspaces.createUninitialized(type, dataType, new long[] {n, columns}, 'c');
        try (var ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            return array.assign(Nd4j.createFromArray(numbers).reshape(n, columns));
        }
    }

    @Override
    public double calcRegularizationScore(boolean backpropagatedOnly) {
        return beta * divergence * (conf().isMiniBatch() ? 1 : examples);
    }

    @Override
    public String term() {
        return term;
    }

    @Override
    public double value() {
        return divergence;
    }

    @Override
    public double weight() {
        return beta;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void clearNoiseWeightParams() {}

    @Override
    public void clear() {
        super.clear();
        spread = null;
        slopes = null;
    }
}
