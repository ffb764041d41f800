package hourglass.evaluate;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Answers every example with the training example that is nearest to it: a memory in place of a model. */
public final class NearestExample implements Rival {

    private final INDArray examples;
    private final INDArray squares;

    private NearestExample(INDArray examples) {
        this.examples = examples;
        this.squares = examples.mul(examples).sum(1);
    }

    /**
     * Keeps a copy of the training examples.
     *
     * @param examples [n, …]
     * @throws IllegalArgumentException if there is none or a number is not finite
     */
    public static NearestExample fit(INDArray examples) {
        Matrix matrix = Matrix.of("training set", examples);
        matrix.requireFinite("training set");
        return new NearestExample(matrix.values().dup('c'));
    }

    @Override
    public String name() {
        return "nearest training example";
    }

    /** One: which of the training examples it is. */
    @Override
    public int numbers() {
        return 1;
    }

    /**
     * Returns the nearest training example, by squared distance, of each.
     *
     * @param given [m, …] as many numbers each as the training examples
     * @return float32 [m, numbers]
     */
    @Override
    public INDArray reconstruct(INDArray given) {
        Matrix matrix = Matrix.of("examples", given).requireColumns("examples", examples.columns(), "numbers");
        INDArray nearest = Nd4j.createUninitialized(DataType.FLOAT, new long[] {matrix.rows(), matrix.columns()}, 'c');
        for (int from = 0; from < matrix.rows(); from += Matrix.BLOCK) {
            INDArray block = matrix.blockArray(from).dup('c');
            block = block.reshape('c', block.length() / matrix.columns(), matrix.columns());
            // |a − b|² less |a|², which is the same for all b
            float[] distances = block.mmul(examples.transpose())
                    .muli(-2)
                    .addiRowVector(squares)
                    .dup('c')
                    .data()
                    .asFloat();
            int count = examples.rows();
            for (int i = 0; i < block.rows(); i++) {
                int best = 0;
                for (int j = 1; j < count; j++) {
                    best = distances[i * count + j] < distances[i * count + best] ? j : best;
                }
                nearest.putRow(from + i, examples.getRow(best));
            }
        }
        return nearest;
    }
}
