package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import hourglass.data.Images;
import hourglass.model.Autoencoder;
import hourglass.notebook.Explorer;
import hourglass.tools.NotebookRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Opens explorers in a real browser and compares what they decode there with what the network decodes here. */
@Tag("jupyter")
class ExplorerInBrowserTest {
    private static final double ROUNDING = 1e-5;
    // The error is stated on a grid; between its codes a little more is possible.
    private static final double BETWEEN = 1.25;
    // Pictures a second, on a machine that is busy with other work: with fewer, none follows the pointer.
    private static final double FEWEST_PICTURES = 5;
    // The planes are about half a unit wide, and the pointer stands on whole pixels, two to three times as large when
    // zoomed.
    private static final double PIXEL = 0.005;
    private static final int NEAREST = 5;

    private final Path folder = Trial.real().executed().resolveSibling("explorer");

    @Test
    void decodesInThePageWhatTheNetworkDecodes() throws IOException, InterruptedException {
        Browser browser = Browser.installed();
        List<Autoencoder> networks = List.of(dense(), transposed(), mixed());
        var explorers = new ArrayList<Explorer>();
        var html =
                new StringBuilder("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Explorers</title>");
        for (Autoencoder network : networks) {
            explorers.add(Explorer.of(network, pictures()));
            html.append(explorers.get(explorers.size() - 1).html());
        }
        // The first once more: the same key twice on a page.
        html.append(explorers.get(0).html());
        Files.createDirectories(folder);
        Path page = folder.resolve("explorers.html");
        Files.writeString(page, html);

        JsonObject report = browser.run("browse_explorer.py", page.toString(), folder.toString());

        assertThat(report.getAsJsonArray("errors")).isEmpty();
        assertThat(report.getAsJsonArray("requests")).isEmpty();
        assertThat(report.getAsJsonArray("globals")).isEmpty();
        assertThat(report.getAsJsonArray("explorers")).hasSize(4);
        for (JsonElement zoomed : report.getAsJsonArray("zoomed")) {
            JsonObject shown = zoomed.getAsJsonObject();
            double[] code = code(shown);
            double[] expected = code(report.getAsJsonArray("zoomed").get(0).getAsJsonObject());
            assertThat(code[0]).isCloseTo(expected[0], within(PIXEL));
            assertThat(code[1]).isCloseTo(expected[1], within(PIXEL));
            assertThat(shown.get("beyond").getAsDouble())
                    .as("to scroll sideways")
                    .isLessThanOrEqualTo(0);
            assertThat(shown.get("cut").getAsDouble()).as("beyond the window").isLessThanOrEqualTo(0);
        }
        assertThat(report.get("others"))
                .as("each stays where it was left when the others move")
                .isEqualTo(report.get("last"));
        for (JsonElement still : report.getAsJsonArray("withoutScripts")) {
            assertThat(still.getAsJsonObject().get("width").getAsDouble()).isGreaterThan(400);
        }
        assertThat(code(report.getAsJsonArray("explorers")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonObject("start")))
                .as("where the origin lies among the codes, the explorer starts there")
                .containsExactly(0, 0);
        for (int i = 0; i < 4; i++) {
            check(
                    report.getAsJsonArray("explorers").get(i).getAsJsonObject(),
                    networks.get(i % 3),
                    explorers.get(i % 3));
        }
    }

    @Test
    void runsInAnExportedNotebook() throws IOException, InterruptedException {
        Browser browser = Browser.installed();
        Trial trial = Trial.of("explorer");
        Path notebook = trial.notebook("explorer");
        NotebookRun run = trial.runner("quick").run(notebook);
        assertThat(run.problems()).isEmpty();
        Path executed = trial.project().executed().resolve("explorer.ipynb");
        Process export = Trial.python()
                .command("-m", "nbconvert", "--log-level=ERROR", "--to=html", executed.toString())
                .inheritIO()
                .start();
        assertThat(export.waitFor()).isZero();

        JsonObject report = browser.run(
                "browse_explorer.py",
                executed.resolveSibling("explorer.html").toString(),
                folder.resolve("exported").toString());

        assertThat(report.getAsJsonArray("explorers")).hasSize(1);
        JsonObject explorer = report.getAsJsonArray("explorers").get(0).getAsJsonObject();
        assertThat(pictures(explorer.getAsJsonArray("pointer"))).doesNotHaveDuplicates();
        assertThat(explorer.get("still").getAsBoolean()).isFalse();
    }

    private static void check(JsonObject report, Autoencoder network, Explorer explorer) {
        String name = explorer.toString();
        assertThat(report.get("still").getAsBoolean())
                .as("still picture of " + name)
                .isFalse();

        JsonArray pointer = report.getAsJsonArray("pointer");
        assertThat(pictures(pointer)).as("pictures where the pointer went").doesNotHaveDuplicates();
        for (JsonElement shown : pointer) {
            assertDecoded(shown.getAsJsonObject(), network, explorer.error() * BETWEEN + ROUNDING);
        }

        JsonObject keys = report.getAsJsonObject("keys");
        double[] middle = code(keys.getAsJsonObject("Home"));
        double[] right = code(keys.getAsJsonObject("ArrowRight"));
        double[] up = code(keys.getAsJsonObject("ArrowUp"));
        double[] left = code(keys.getAsJsonObject("Shift+ArrowLeft"));
        double step = right[0] - middle[0];
        assertThat(middle).isEqualTo(code(report.getAsJsonObject("start")));
        assertThat(step).isPositive();
        assertThat(right[1]).isEqualTo(middle[1]);
        assertThat(up[1] - right[1]).isCloseTo(step, within(1e-9));
        assertThat(left[0] - up[0]).isCloseTo(-5 * step, within(1e-9));
        assertThat(code(keys.getAsJsonObject("ArrowDown"))[1]).isCloseTo(middle[1], within(1e-9));
        for (String key : keys.keySet()) {
            assertDecoded(keys.getAsJsonObject(key), network, explorer.error() + ROUNDING);
        }
        assertThat(report.get("heard").getAsString()).isEqualTo(words(keys.getAsJsonObject("ArrowDown"), network));
        assertThat(report.get("drawn").getAsString())
                .isEqualTo("What the decoder draws at " + report.get("heard").getAsString());
        assertThat(report.get("edge").getAsString()).contains("), at the edge; 5 nearest points: ");
        assertThat(report.get("outline").getAsString()).as("visible focus").isEqualTo("solid");
        String home = middle[0] == 0 && middle[1] == 0 ? "origin" : "middle";
        assertThat(report.get("roles").getAsString())
                .containsPattern("group \"The code''?s plane: waves\"")
                .contains(
                        "application \"The plane of codes of waves. Move with the arrow keys, with Shift in larger steps;"
                                + " Home goes to the " + home + ", Escape leaves.\"")
                .contains("img \"What the decoder draws at code (");
        JsonObject ways = report.getAsJsonObject("ways");
        assertThat(ways.get("others").toString())
                .as("keys that the page hears while the explorer has the focus")
                .isEqualTo("[\"Control\",\"ArrowRight\",\"x\"]");
        assertThat(ways.get("outside").toString()).as("and afterwards").isEqualTo("[\"ArrowRight\"]");
        assertThat(ways.get("moved").getAsBoolean()).as("by keys of others").isFalse();
        for (String key : List.of("Tab", "Shift+Tab", "Escape")) {
            assertThat(ways.get(key).getAsBoolean()).as(key + " leads out").isFalse();
        }
        assertThat(ways.get("clicked").getAsString())
                .as("focus is visible after a click and a key")
                .isEqualTo("solid");

        JsonArray finger = report.getAsJsonArray("finger");
        double[] touched = code(finger.get(0).getAsJsonObject());
        double[] dragged = code(finger.get(1).getAsJsonObject());
        assertThat(dragged[0]).isLessThan(touched[0]);
        assertThat(dragged[1]).isLessThan(touched[1]);
        assertDecoded(finger.get(1).getAsJsonObject(), network, explorer.error() * BETWEEN + ROUNDING);
        assertThat(report.get("scrolled").getAsDouble())
                .as("a finger does not move the page")
                .isZero();

        double rate = report.get("picturesPerSecond").getAsDouble();
        System.out.println(String.format(
                Locale.ROOT,
                "Explorer in the browser: %.0f pictures a second, %.1f ms to decode one (%s)",
                rate,
                report.get("millisecondsToDecode").getAsDouble(),
                explorer.summary()));
        assertThat(rate).isGreaterThan(FEWEST_PICTURES);
    }

    /** What a listener hears where the mark stands. */
    private static String words(JsonObject shown, Autoencoder network) {
        double[] code = code(shown);
        Images pictures = pictures();
        INDArray codes = network.encode(pictures.pixels());
        Map<String, Long> counts = IntStream.range(0, pictures.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> Math.hypot(codes.getDouble(i, 0) - code[0], codes.getDouble(i, 1) - code[1])))
                .limit(NEAREST)
                .collect(Collectors.groupingBy(
                        i -> pictures.classes().get(pictures.labels()[i]), LinkedHashMap::new, Collectors.counting()));
        String classes = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return String.format(
                        Locale.ROOT, "code (%.2f, %.2f); %d nearest points: %s", code[0], code[1], NEAREST, classes)
                .replace('-', '−');
    }

    private static void assertDecoded(JsonObject shown, Autoencoder network, double tolerance) {
        double[] code = code(shown);
        float[] expected = network.decode(Nd4j.createFromArray(new float[][] {{(float) code[0], (float) code[1]}}))
                .dup('c')
                .data()
                .asFloat();
        double[] picture = numbers(shown.getAsJsonArray("picture"));
        double[] grey = numbers(shown.getAsJsonArray("grey"));
        assertThat(picture).hasSameSizeAs(expected);
        for (int i = 0; i < picture.length; i++) {
            assertThat(picture[i]).isCloseTo(expected[i], within(tolerance));
            assertThat(grey[i])
                    .as("grey level on the screen")
                    .isCloseTo(255 * Math.max(0, Math.min(1, picture[i])), within(1.0));
        }
    }

    private static List<String> pictures(JsonArray shown) {
        var pictures = new ArrayList<String>();
        shown.forEach(one -> pictures.add(one.getAsJsonObject().get("grey").toString()));
        return pictures;
    }

    private static double[] code(JsonObject shown) {
        return numbers(shown.getAsJsonArray("code"));
    }

    private static double[] numbers(JsonArray array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).getAsDouble())
                .toArray();
    }

    private static Images pictures() {
        INDArray pixels = Nd4j.rand(42, new long[] {90, 4})
                .mmul(Nd4j.rand(43, new long[] {4, 784}))
                .div(4);
        int[] labels = IntStream.range(0, 90).map(i -> i % 3).toArray();
        return new Images("waves", pixels, labels, List.of("low", "middle", "high"), 28, 28);
    }

    // Weights as wide as trained ones, so that the pictures differ from place to place.
    private static ListBuilder encoder(Activation activation) {
        return new NeuralNetConfiguration.Builder()
                .seed(5)
                .weightInit(WeightInit.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new DenseLayer.Builder()
                        .name("code")
                        .nOut(2)
                        .activation(activation)
                        .build());
    }

    private static DenseLayer units(int n, Activation activation) {
        return new DenseLayer.Builder()
                .nOut(n)
                .activation(activation)
                .biasInit(0.1)
                .build();
    }

    /** Its codes lie around the origin, as those of a variational autoencoder do. */
    private static Autoencoder dense() {
        Autoencoder dense = Autoencoder.of(encoder(Activation.IDENTITY)
                .layer(units(64, Activation.TANH))
                .layer(units(64, Activation.SOFTPLUS))
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(784)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.feedForward(784))
                .build());
        INDArray middle = dense.encode(pictures().pixels()).mean(0);
        dense.network().getLayer(0).getParam("b").subi(middle);
        return dense;
    }

    /** The decoder of the lesson's convolutional network. */
    private static Autoencoder transposed() {
        return Autoencoder.of(encoder(Activation.IDENTITY)
                .layer(units(7 * 7 * 64, Activation.RELU))
                .layer(new Deconvolution2D.Builder(3, 3)
                        .nOut(64)
                        .stride(2, 2)
                        .activation(Activation.RELU)
                        .build())
                .layer(new Deconvolution2D.Builder(3, 3)
                        .nOut(32)
                        .stride(2, 2)
                        .activation(Activation.RELU)
                        .build())
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new CnnLossLayer.Builder(LossFunction.XENT)
                        .activation(Activation.SIGMOID)
                        .build())
                .inputPreProcessor(2, new FeedForwardToCnnPreProcessor(7, 7, 64))
                .setInputType(InputType.feedForward(784))
                .build());
    }

    /** Uneven kernels, strides and padding, both kinds of reshaping, and the rarer activations. */
    private static Autoencoder mixed() {
        return Autoencoder.of(encoder(Activation.IDENTITY)
                .layer(units(5 * 6 * 6, Activation.ELU))
                .layer(new ConvolutionLayer.Builder(2, 3)
                        .nOut(7)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .padding(1, 0)
                        .activation(new ActivationLReLU(0.2))
                        .build())
                .layer(new Deconvolution2D.Builder(4, 3)
                        .nOut(3)
                        .stride(3, 2)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .padding(1, 1)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new ActivationLayer(Activation.SOFTSIGN))
                .layer(new Deconvolution2D.Builder(5, 2)
                        .nOut(5)
                        .stride(1, 2)
                        .activation(Activation.TANH)
                        .build())
                .layer(new Upsampling2D.Builder(1).size(new int[] {1, 2}).build())
                .layer(new ConvolutionLayer.Builder(4, 5)
                        .nOut(2)
                        .stride(2, 3)
                        .hasBias(false)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(784)
                        .activation(Activation.SIGMOID)
                        .build())
                .inputPreProcessor(2, new FeedForwardToCnnPreProcessor(6, 6, 5))
                .inputPreProcessor(8, new CnnToFeedForwardPreProcessor(10, 10, 2))
                .setInputType(InputType.feedForward(784))
                .build());
    }
}
