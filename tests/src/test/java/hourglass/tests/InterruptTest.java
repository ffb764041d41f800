package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts a kernel in the middle of a training, through the Jupyter client, as JupyterLab's Stop button does. */
@Tag("jupyter")
class InterruptTest {
    // Seconds. A cell ends within a batch, which takes milliseconds; other work may share the processor with it.
    private static final double LONGEST_RETURN = 5;
    // Seconds of the processor in the two seconds after: a thread that goes on would take most of them.
    private static final double IDLE = 0.5;
    private static final List<String> SET_UP = List.of(
            """
            import hourglass.data.Images;
            import hourglass.model.Autoencoder;
            import hourglass.train.Training;
            import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
            import org.deeplearning4j.nn.conf.layers.*;
            import org.nd4j.linalg.activations.Activation;
            import org.nd4j.linalg.factory.Nd4j;
            import org.nd4j.linalg.learning.config.Adam;
            import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
            """,
            """
            var pixels = Nd4j.rand(42, new long[] {2048, 4}).mmul(Nd4j.rand(43, new long[] {4, 784})).div(4);
            var pictures = new Images("waves", pixels, new int[2048], List.of("wave"), 28, 28);
            var autoencoder = Autoencoder.of(new NeuralNetConfiguration.Builder().seed(42).updater(new Adam(1e-3)).list()
                .layer(new DenseLayer.Builder().name("code").nIn(784).nOut(32).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder(LossFunction.XENT).nOut(784).activation(Activation.SIGMOID).build())
                .build());
            System.out.println(autoencoder.loss(pictures));
            """);

    @TempDir
    Path folder;

    @Test
    void stopsTheTrainingWithinABatchAndKeepsTheWeights() throws IOException, InterruptedException {
        String jars = Trial.real().jars().toString();
        JsonObject report = interrupt(
                List.of("%classpath " + jars + "/*.jar\n" + SET_UP.get(0), SET_UP.get(1)),
                "var first = autoencoder.fit(pictures, Training.epochs(1_000_000).batchSize(128));",
                "epoch ",
                List.of(
                        // A kernel may give the variable of a stopped cell no value.
                        "System.out.println(first == null || first.interrupted());",
                        "System.out.println(autoencoder.loss(pictures));",
                        "var second = autoencoder.fit(pictures, Training.epochs(2).batchSize(128).quietly());",
                        "System.out.println(second.interrupted() + \" \" + second.epochs().size() + \" \""
                                + " + second.last().loss());"));

        assertReturnedAndIdle(report);
        assertThat(text(report, 0)).isEqualTo("true");
        double untrained = Double.parseDouble(report.getAsJsonArray("before")
                .get(1)
                .getAsJsonObject()
                .get("text")
                .getAsString()
                .strip());
        double stopped = Double.parseDouble(text(report, 1));
        assertThat(stopped).as("loss where it was stopped").isLessThan(untrained);
        assertThat(text(report, 3)).startsWith("false 2 ");
        assertThat(Double.parseDouble(text(report, 3).split(" ")[2]))
                .as("loss after going on")
                .isLessThan(untrained);
    }

    @Test
    void stopsALoopThatLooksAtTheFlag() throws IOException, InterruptedException {
        JsonObject report = interrupt(
                List.of("long turns = 0;"),
                """
                while (!Thread.currentThread().isInterrupted()) {
                    if (turns++ % 100_000_000 == 0) {
                        System.out.println("turning");
                    }
                }
                """,
                "turning",
                List.of("System.out.println(turns > 0);"));

        assertReturnedAndIdle(report);
        assertThat(text(report, 0)).isEqualTo("true");
    }

    private static void assertReturnedAndIdle(JsonObject report) {
        for (String phase : List.of("before", "after")) {
            for (JsonElement cell : report.getAsJsonArray(phase)) {
                assertThat(cell.getAsJsonObject().get("status").getAsString())
                        .as("%s: %s", phase, cell)
                        .isEqualTo("ok");
            }
        }
        assertThat(report.get("secondsToReturn").isJsonNull())
                .as("the long cell ended before it could be interrupted: %s", report.get("long"))
                .isFalse();
        assertThat(report.get("secondsToReturn").getAsDouble())
                .as("seconds from the interrupt to the end of the cell")
                .isLessThan(LONGEST_RETURN);
        if (report.get("processorSeconds").isJsonNull()) {
            System.out.println(
                    "This system does not tell a process's processor time; whether it is idle is not checked.");
        } else {
            assertThat(report.get("processorSeconds").getAsDouble())
                    .as("processor time in the two seconds after the interrupt")
                    .isLessThan(IDLE);
        }
    }

    private static String text(JsonObject report, int after) {
        return report.getAsJsonArray("after")
                .get(after)
                .getAsJsonObject()
                .get("text")
                .getAsString()
                .strip();
    }

    private JsonObject interrupt(List<String> before, String longCell, String progress, List<String> after)
            throws IOException, InterruptedException {
        Path cells = folder.resolve("cells.json");
        Files.writeString(
                cells,
                new Gson().toJson(Map.of("before", before, "long", longCell, "progress", progress, "after", after)));
        Path script = Trial.real().root().resolve(Path.of("tests", "src", "test", "python", "interrupt_kernel.py"));
        Path log = folder.resolve("log");
        Process process = Trial.python()
                .command(script.toString(), cells.toString(), folder.toString())
                .redirectError(log.toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(() -> said + read(log)).isZero();
        return JsonParser.parseString(said.lines().reduce("", (earlier, line) -> line))
                .getAsJsonObject();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
