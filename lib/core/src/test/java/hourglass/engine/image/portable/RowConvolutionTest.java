package hourglass.engine.image.portable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.runtime.NativeBackend;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with the sums of the definition, in double precision. */
class RowConvolutionTest {

    private static final double ROUNDING = 1e-5;

    @BeforeAll
    static void prepare() {
        NativeBackend.prepare();
    }

    private static ConvolutionGeometry geometry(
            int examples, int inputs, int outputs, int h, int w, int[] kernel, int[] stride, int[] gap, int[] pad) {
        long[] out = new long[2];
        int[] size = {h, w};
        for (int axis = 0; axis < 2; axis++) {
            out[axis] =
                    (size[axis] + pad[2 * axis] + pad[2 * axis + 1] - (kernel[axis] - 1) * gap[axis] - 1) / stride[axis]
                            + 1;
        }
        return new ConvolutionGeometry(
                new long[] {examples, inputs, h, w},
                new long[] {examples, outputs, out[0], out[1]},
                new long[] {kernel[0], kernel[1]},
                new long[] {stride[0], stride[1]},
                new long[] {gap[0] - 1, gap[1] - 1},
                new long[] {pad[0], pad[2]},
                new long[] {pad[1], pad[3]});
    }

    static Stream<ConvolutionGeometry> geometries() {
        Random random = new Random(3);
        Stream<ConvolutionGeometry> drawn = Stream.generate(() -> {
                    int[] kernel = {1 + random.nextInt(4), 1 + random.nextInt(4)};
                    int[] stride = {1 + random.nextInt(3), 1 + random.nextInt(3)};
                    int[] gap = {1 + random.nextInt(2), 1 + random.nextInt(2)};
                    int[] pad = {random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3)};
                    return geometry(
                            1 + random.nextInt(5),
                            1 + random.nextInt(5),
                            1 + random.nextInt(20),
                            7 + random.nextInt(6),
                            7 + random.nextInt(6),
                            kernel,
                            stride,
                            gap,
                            pad);
                })
                .limit(60);
        // Wide enough for matrix products; the second with lines that have less than a whole window, and strides.
        Stream<ConvolutionGeometry> wide = Stream.of(
                geometry(3, 16, 33, 9, 8, new int[] {3, 3}, new int[] {1, 1}, new int[] {1, 1}, new int[] {1, 1, 1, 1}),
                geometry(2, 20, 32, 8, 9, new int[] {4, 3}, new int[] {2, 3}, new int[] {1, 2}, new int[] {3, 2, 0, 2}),
                geometry(
                        2, 15, 40, 6, 6, new int[] {3, 3}, new int[] {1, 1}, new int[] {2, 1}, new int[] {2, 2, 1, 1}));
        return Stream.concat(drawn, wide);
    }

    private static float[] drawn(int n, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /** Calls back with the places of each product: input, weight, output. */
    private static void forEachProduct(ConvolutionGeometry g, Product product) {
        int inputs = (int) g.inputs();
        int outputs = (int) g.outputs();
        int h = (int) g.inputShape()[2];
        int w = (int) g.inputShape()[3];
        int oh = (int) g.outputShape()[2];
        int ow = (int) g.outputShape()[3];
        int kh = (int) g.kernel()[0];
        int kw = (int) g.kernel()[1];
        for (int i = 0; i < g.inputShape()[0] * outputs * oh * ow * inputs * kh * kw; i++) {
            int column = i % kw;
            int row = i / kw % kh;
            int channel = i / kw / kh % inputs;
            int window = i / kw / kh / inputs;
            int x = window % ow;
            int y = window / ow % oh;
            int output = window / ow / oh % outputs;
            int example = window / ow / oh / outputs;
            long fromY = y * g.strides()[0] + row * (g.dilations()[0] + 1) - g.before()[0];
            long fromX = x * g.strides()[1] + column * (g.dilations()[1] + 1) - g.before()[1];
            if (fromY >= 0 && fromY < h && fromX >= 0 && fromX < w) {
                product.add(
                        (int) (((example * inputs + channel) * h + fromY) * w + fromX),
                        ((output * inputs + channel) * kh + row) * kw + column,
                        window);
            }
        }
    }

    private interface Product {
        void add(int input, int weight, int output);
    }

    private static void assertClose(float[] actual, int n, IntToDoubleFunction expected) {
        for (int i = 0; i < n; i++) {
            double wanted = expected.applyAsDouble(i);
            assertThat((double) actual[i])
                    .as("number " + i)
                    .isCloseTo(wanted, within(ROUNDING * (10 + Math.abs(wanted))));
        }
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void outputAndGradientsAreThoseOfTheDefinition(ConvolutionGeometry g) {
        RowConvolution convolution = new RowConvolution(g);
        int examples = (int) g.inputShape()[0];
        float[] x = drawn(examples * convolution.inputSize(), 1);
        float[] d = drawn(examples * convolution.outputSize(), 2);
        float[] w = drawn(convolution.weights(), 3);
        float[] bias = drawn(convolution.outputs(), 4);
        double[] output = new double[d.length];
        double[] inputGradient = new double[x.length];
        double[] weightGradient = new double[w.length];
        forEachProduct(g, (input, weight, window) -> {
            output[window] += (double) x[input] * w[weight];
            inputGradient[input] += (double) d[window] * w[weight];
            weightGradient[weight] += (double) d[window] * x[input];
        });
        int pixels = convolution.outputSize() / convolution.outputs();
        float[] y = drawn(d.length, 5);
        float[] dx = drawn(x.length, 6);
        float[] dw = new float[w.length];

        convolution.readInput(x, examples);
        convolution.output(w, bias, y);
        convolution.readOutput(d, examples);
        convolution.addWeightGradient(dw);
        convolution.inputGradient(d, examples, w, dx);

        assertClose(y, y.length, i -> output[i] + bias[i / pixels % convolution.outputs()]);
        assertClose(dw, dw.length, i -> weightGradient[i]);
        assertClose(dx, dx.length, i -> inputGradient[i]);
    }
}
