package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.layers.GaussianCode;
import hourglass.layers.L1Penalty;
import hourglass.model.Autoencoder;
import hourglass.network.GraphConfiguration;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class WeightDiagramTest {

    private static Autoencoder network(int inputs, int... hidden) {
        ListBuilder layers = new NeuralNetConfiguration.Builder().seed(3).list();
        for (int i = 0; i < hidden.length; i++) {
            layers.layer(new DenseLayer.Builder()
                    .name(i == hidden.length / 2 ? "code" : null)
                    .nOut(hidden[i])
                    .activation(Activation.TANH)
                    .build());
        }
        return Autoencoder.of(layers.layer(output(inputs))
                .setInputType(InputType.feedForward(inputs))
                .build());
    }

    private static OutputLayer output(int units) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nOut(units)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static Color at(BufferedImage image, Point2D from, Point2D to, double share) {
        int x = (int) Math.round(from.getX() + share * (to.getX() - from.getX()));
        int y = (int) Math.round(from.getY() + share * (to.getY() - from.getY()));
        return new Color(image.getRGB(x, y));
    }

    @Test
    void aLineHasTheColourOfTheSignAndTheWidthOfTheSize() {
        try (Autoencoder autoencoder = network(3, 2)) {
            autoencoder.network().getParam("0_W").assign(0);
            autoencoder.network().getParam("1_W").assign(0);
            autoencoder.network().getParam("0_W").putScalar(2, 1, -4);
            autoencoder.network().getParam("1_W").putScalar(0, 2, 2);
            WeightDiagram diagram = WeightDiagram.of(autoencoder);
            List<WeightDiagram.Unit> units = diagram.units();
            List<WeightDiagram.Line> lines = diagram.lines();
            BufferedImage image = diagram.image();

            assertThat(lines).hasSize(12);
            WeightDiagram.Line largest = lines.get(11);
            assertThat(largest.weight()).isEqualTo(-4);
            assertThat(largest.from()).isEqualTo(units.get(2).middle());
            assertThat(largest.to()).isEqualTo(units.get(4).middle());
            WeightDiagram.Line next = lines.get(10);
            assertThat(next.weight()).isEqualTo(2);
            assertThat(next.from()).isEqualTo(units.get(3).middle());
            assertThat(next.to()).isEqualTo(units.get(7).middle());
            Color blue = at(image, largest.from(), largest.to(), 0.5);
            Color orange = at(image, next.from(), next.to(), 0.5);
            assertThat(blue.getBlue()).isGreaterThan(blue.getRed() + 80);
            assertThat(orange.getRed()).isGreaterThan(orange.getBlue() + 80);
            assertThat(colouredRows(image, largest)).isGreaterThan(colouredRows(image, next) + 1);
            WeightDiagram.Line none = lines.get(0);
            assertThat(none.weight()).isZero();
            assertThat(diagram.alternativeText())
                    .isEqualTo("A dense network of 3, 2 and 3 units, with 12 weights from −4 to 2.");
            assertThat(image.getProperty(Theme.DESCRIPTION)).isEqualTo(diagram.alternativeText());
        }
    }

    @Test
    void twoDiagramsCanHaveOneScale() {
        try (Autoencoder autoencoder = network(3, 2)) {
            autoencoder.network().getParam("0_W").assign(0);
            autoencoder.network().getParam("1_W").assign(0);
            autoencoder.network().getParam("1_W").putScalar(0, 0, 2);
            WeightDiagram diagram = WeightDiagram.of(autoencoder);
            WeightDiagram.Line largest = diagram.lines().get(11);
            long own = colouredRows(diagram.image(), largest);

            assertThat(colouredRows(diagram.widest(8).image(), largest)).isLessThan(own);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> diagram.widest(1.5))
                    .withMessage(
                            "The widest line cannot stand for a weight of 1.5, for the largest one here is 2.0: pass that"
                                    + " of the diagram which has larger weights.");
            assertThatIllegalArgumentException().isThrownBy(() -> diagram.widest(Double.NaN));
        }
    }

    /** How many pixels above one another a line covers in its middle. */
    private static long colouredRows(BufferedImage image, WeightDiagram.Line line) {
        int x = (int) Math.round((line.from().getX() + line.to().getX()) / 2);
        int y = (int) Math.round((line.from().getY() + line.to().getY()) / 2);
        long count = 0;
        for (int row = y - 8; row <= y + 8; row++) {
            count += image.getRGB(x, row) == Color.WHITE.getRGB() ? 0 : 1;
        }
        return count;
    }

    @Test
    void theCirclesHaveTheActivationsOfTheExample() {
        try (Autoencoder autoencoder = network(4, 3, 2, 3)) {
            INDArray examples = Nd4j.rand(DataType.FLOAT, 2, 4);
            WeightDiagram plain = WeightDiagram.of(autoencoder);
            assertThat(plain.units()).allMatch(unit -> Double.isNaN(unit.value()));
            int[] without = pixels(plain.image());

            WeightDiagram diagram = plain.example(examples);

            INDArray first = examples.getRow(0, true);
            double[] values = diagram.units().stream()
                    .mapToDouble(WeightDiagram.Unit::value)
                    .toArray();
            assertThat(values).hasSize(4 + 3 + 2 + 3 + 4);
            assertThat(Arrays.copyOfRange(values, 0, 4))
                    .containsExactly(first.reshape(4).toDoubleVector(), within(1e-6));
            assertThat(Arrays.copyOfRange(values, 7, 9))
                    .containsExactly(autoencoder.encode(first).reshape(2).toDoubleVector(), within(1e-6));
            assertThat(Arrays.copyOfRange(values, 12, 16))
                    .containsExactly(autoencoder.reconstruct(first).reshape(4).toDoubleVector(), within(1e-6));
            assertThat(pixels(diagram.image())).isNotEqualTo(without);
            assertThat(diagram.texts().stream().map(PlacedText::words))
                    .contains(Numbers.decimals(new BigDecimal(values[7]), 2));
        }
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void anExampleIsReadWithItsStridesAndInItsType() {
        try (Autoencoder autoencoder = network(3, 2)) {
            INDArray columns = Nd4j.create(new double[] {1, 2, 3, 4, 5, 6}, new long[] {3, 2}, 'c');

            List<WeightDiagram.Unit> units =
                    WeightDiagram.of(autoencoder).example(columns.transpose()).units();

            assertThat(units.get(0).value()).isEqualTo(1);
            assertThat(units.get(1).value()).isEqualTo(3);
            assertThat(units.get(2).value()).isEqualTo(5);
        }
    }

    @Test
    void layersThatPassNumbersOnHaveNoCircles() {
        try (Autoencoder autoencoder = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DropoutLayer.Builder(0.5).build())
                .layer(new DenseLayer.Builder()
                        .name("code")
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new L1Penalty(1))
                .layer(new ActivationLayer(Activation.RELU))
                .layer(output(3))
                .setInputType(InputType.feedForward(3))
                .build())) {
            autoencoder.network().getParam("1_W").assign(-1);

            List<WeightDiagram.Unit> units =
                    WeightDiagram.of(autoencoder).example(Nd4j.ones(1, 3)).units();

            assertThat(units).hasSize(8);
            assertThat(units.get(3).value()).as("behind ReLU").isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 2", "9, 9", "20, 20", "2, 20"})
    void noTwoTextsMeet(int inputs, int code) {
        try (Autoencoder autoencoder = network(inputs, inputs, code, code, inputs, inputs)) {
            INDArray example = Nd4j.linspace(-9, 9, inputs).reshape(1, inputs).castTo(DataType.FLOAT);
            WeightDiagram diagram = WeightDiagram.of(autoencoder).example(example);
            BufferedImage image = diagram.image();
            List<PlacedText> texts = diagram.texts();

            for (int i = 0; i < texts.size(); i++) {
                assertThat(new Rectangle(image.getWidth(), image.getHeight())
                                .contains(texts.get(i).bounds()))
                        .isTrue();
                for (PlacedText other : texts.subList(i + 1, texts.size())) {
                    assertThat(texts.get(i).bounds().intersects(other.bounds()))
                            .as("%s and %s", texts.get(i), other)
                            .isFalse();
                }
            }
            List<WeightDiagram.Unit> units = diagram.units();
            for (int i = 1; i < units.size(); i++) {
                assertThat(units.get(i).middle().distance(units.get(i - 1).middle()))
                        .isGreaterThan(2 * units.get(i).radius());
            }
        }
    }

    @Test
    void badInputGetsASentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightDiagram.of(null))
                .withMessage("The autoencoder is null: pass one.");
        try (Autoencoder wide = network(3, 21)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WeightDiagram.of(wide))
                    .withMessage(
                            "Layer 1 (DenseLayer) has 21 units, but a diagram of weights has room for 20 a layer: draw"
                                    + " the network with Schematic, or a weight matrix with Charts.heatMap.");
        }
        try (Autoencoder pictures = network(784, 2)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WeightDiagram.of(pictures))
                    .withMessageStartingWith("The network takes 784 numbers, but");
        }
        try (Autoencoder deep = network(3, 2, 2, 2, 2, 2, 2)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WeightDiagram.of(deep))
                    .withMessage("The network has 7 dense layers, but a diagram of weights has room for 6: draw it with"
                            + " Schematic.");
        }
        try (Autoencoder variational = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(4).build())
                .layer(new GaussianCode(1))
                .layer(output(3))
                .setInputType(InputType.feedForward(3))
                .build())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WeightDiagram.of(variational))
                    .withMessage(
                            "Layer 2 (GaussianCode) has no single weight between each two units, of which the diagram"
                                    + " draws a line: draw the network with Schematic.");
        }
        GraphConfiguration graph = (GraphConfiguration) LessonNetworks.all().get("residual");
        try (Autoencoder branches = Autoencoder.of(graph.graph())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WeightDiagram.of(branches))
                    .withMessage(
                            "The network is a graph, and a diagram of weights has one layer after the other: draw it"
                                    + " with Schematic.");
        }
        try (Autoencoder small = network(3, 2)) {
            WeightDiagram diagram = WeightDiagram.of(small);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> diagram.title(null))
                    .withMessage("The title is null: pass one.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> diagram.example(null))
                    .withMessage("The example is null: pass one.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> diagram.example(Nd4j.empty(DataType.FLOAT)))
                    .withMessageContaining("pass [1, 3]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> diagram.example(Nd4j.ones(1, 4)))
                    .withMessageContaining("4");
            assertThat(diagram.units()).allMatch(unit -> Double.isNaN(unit.value()));
            small.network().getParam("0_W").putScalar(0, Double.NaN);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> WeightDiagram.of(small))
                    .withMessage(
                            "A weight of layer 1 is NaN, which cannot be drawn: load a model that was saved earlier,"
                                    + " or build it anew.");
        }
    }
}
