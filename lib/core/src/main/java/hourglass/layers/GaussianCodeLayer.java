package hourglass.layers;

import hourglass.runtime.NativeBackend;
import hourglass.runtime.NativeMemory;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
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
final class GaussianCodeLayer extends AuxiliaryLossLayer {

    private static final long serialVersionUID = 1L;
    // 2⁶⁴ divided by the golden ratio: its multiples spread evenly over all 64-bit numbers.
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final transient IntToDoubleFunction betaAt;
    // ∂z/∂(log σ²), and the divergence's gradient by μ and log σ², as the forward pass saw them.
    private double[] codeByLogVariance;
    private double[] divergenceGradient;

    /**
     * @param term the name of the divergence in a history
     * @param betaAt β after so many updates
     */
    GaussianCodeLayer(NeuralNetConfiguration conf, DataType type, String term, IntToDoubleFunction betaAt) {
        super(conf, type, term);
        this.betaAt = betaAt;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        int n = (int) input.size(0);
        int k = (int) input.size(1) / 2;
        double[] numbers = numbers(input);
        double[] z = new double[n * k];
        double[] codeByLogVariance = new double[n * k];
        double[] divergenceGradient = new double[2 * n * k];
        SplittableRandom random = training ? random() : null;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                double mean = numbers[2 * k * i + j];
                double given = numbers[2 * k * i + k + j];
                double logVariance = GaussianDivergence.clamp(given);
                sum += GaussianDivergence.of(mean, logVariance);
                z[k * i + j] = mean;
                if (training) {
                    double variance = Math.exp(logVariance);
                    double noise = Math.sqrt(variance) * random.nextGaussian();
                    z[k * i + j] += noise;
                    codeByLogVariance[k * i + j] = given == logVariance ? 0.5 * noise : 0;
                    divergenceGradient[2 * k * i + j] = mean;
                    divergenceGradient[2 * k * i + k + j] = 0.5 * (variance - 1);
                }
            }
        }
        // The β of this pass: the count of updates has moved on when the score is asked for.
        measured(sum / n, betaAt.applyAsDouble(getIterationCount()), n);
        if (training) {
            this.codeByLogVariance = codeByLogVariance;
            this.divergenceGradient = divergenceGradient;
        }
        return of(z, n, k, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        int n = (int) epsilon.size(0);
        int k = (int) epsilon.size(1);
        double[] codeGradient = numbers(epsilon);
        double[] inputGradient = new double[2 * n * k];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                int mean = 2 * k * i + j;
                double byCode = codeGradient[k * i + j];
                inputGradient[mean] = byCode + weight() * divergenceGradient[mean];
                inputGradient[mean + k] =
                        byCode * codeByLogVariance[k * i + j] + weight() * divergenceGradient[mean + k];
            }
        }
        return new Pair<>(new DefaultGradient(), of(inputGradient, n, 2 * k, ArrayType.ACTIVATION_GRAD, workspaces));
    }

    /** The means, which stand before the log-variances. */
    @Override
    public int columnsPassedOn(int inputs) {
        return inputs / 2;
    }

    // Mixed, because generators with neighbouring seeds would begin with similar numbers.
    private SplittableRandom random() {
        return new SplittableRandom(
                conf().getSeed() * GOLDEN + getIndex() * 31L + (getIterationCount() + 1) * (GOLDEN >>> 7));
    }

    // Past ND4J where that is possible: each of its arrays takes as long as all the arithmetic here.
    private static double[] numbers(INDArray array) {
        if (!isPlain(array)) {
            return array.dup('c').data().asDouble();
        }
        float[] floats = NativeMemory.floats(array);
        double[] numbers = new double[floats.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = floats[i];
        }
        return numbers;
    }

    private INDArray of(double[] numbers, int n, int columns, ArrayType type, LayerWorkspaceMgr workspaces) {
        INDArray array = workspaces.createUninitialized(type, dataType, new long[] {n, columns}, 'c');
        if (!isPlain(array)) {
            try (var ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
                return array.assign(Nd4j.createFromArray(numbers).reshape(n, columns));
            }
        }
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        NativeMemory.write(floats, array);
        return array;
    }

    private static boolean isPlain(INDArray array) {
        return NativeBackend.ON_PROCESSOR
                && array.dataType() == DataType.FLOAT
                && array.rank() == 2
                && NativeMemory.inOrder(array, 1, 0);
    }

    @Override
    public void clear() {
        super.clear();
        codeByLogVariance = null;
        divergenceGradient = null;
    }
}
