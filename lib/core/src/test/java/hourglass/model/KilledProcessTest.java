package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.fault.ChildJvm;
import hourglass.train.Training;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Processes that come to a sudden end: killed, as when the machine has no memory left, or out of ND4J's own. */
@Timeout(300)
class KilledProcessTest {
    @TempDir
    Path folder;

    @Test
    void leavesTheBestModelWhenItTrained() throws Exception {
        Path best = folder.resolve("best.zip");
        Process process = ChildJvm.start(List.of(), FaultyProcess.class, "train", best.toString());
        waitForTheFirst(process);
        FileTime written = whenWritten(best, FileTime.fromMillis(0));
        whenWritten(best, written); // at least twice, so that the kill may fall into any moment of it
        process.destroyForcibly().waitFor();

        INDArray pictures = Networks.mixtures(64, FaultyProcess.INPUTS);
        Autoencoder kept = Autoencoder.load(best);
        assertThat(kept.loss(pictures)).isLessThan(FaultyProcess.autoencoder().loss(pictures));

        // The next run goes on from it, and into the same file.
        kept.fit(pictures, pictures, Training.epochs(1).batchSize(32).quietly().keepBest(best));
        assertThat(Autoencoder.load(best).parameters()).isEqualTo(kept.parameters());
    }

    @Test
    void leavesAWholeModelWhenItSaved() throws Exception {
        Path model = folder.resolve("model.zip");
        Autoencoder fresh = FaultyProcess.autoencoder();
        Process process = ChildJvm.start(List.of(), FaultyProcess.class, "save", model.toString());
        waitForTheFirst(process);
        while (unfinished().isEmpty()) {
            Thread.onSpinWait(); // until it is in the middle of a save
        }
        process.destroyForcibly().waitFor();

        assertThat(Autoencoder.load(model).network().params())
                .isEqualTo(fresh.network().params());
        fresh.save(model);
        Instant longAgo = Instant.now().minus(2, ChronoUnit.HOURS);
        for (Path left : unfinished()) {
            Files.setLastModifiedTime(left, FileTime.from(longAgo));
        }
        Path anothers = Files.createFile(folder.resolve("model.zip.part"));
        Files.setLastModifiedTime(anothers, FileTime.from(longAgo));
        fresh.save(model);
        assertThat(files()).containsExactlyInAnyOrder(model, anothers);
    }

    @Test
    void saysWhichNumbersToRaiseWhenItHasNoMemoryLeftAndGoesOn() throws Exception {
        Process process = ChildJvm.start(
                List.of("-Xmx256m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=350m"), FaultyProcess.class, "fill");
        List<String> said;
        try (BufferedReader output = process.inputReader()) {
            said = output.lines().toList();
        }

        assertThat(said.get(0))
                .matches(
                        "Out of memory while training with batches of 60000: the process holds \\d+ MB and may hold 350 MB:"
                                + " start Java \\(or the notebook's kernel\\) with -Dorg\\.bytedeco\\.javacpp\\.maxphysicalbytes=700m; or take fewer"
                                + " examples or smaller batches\\.");
        assertThat(said).hasSize(2);
        assertThat(Double.parseDouble(said.get(1).replace("then ", ""))).isBetween(0.1, 1.0);
        assertThat(process.waitFor()).isZero();
    }

    private static void waitForTheFirst(Process process) throws IOException {
        BufferedReader output = process.inputReader();
        assertThat(output.readLine()).isEqualTo("begun");
    }

    private static FileTime whenWritten(Path file, FileTime after) throws IOException, InterruptedException {
        while (!Files.exists(file) || Files.getLastModifiedTime(file).compareTo(after) <= 0) {
            Thread.sleep(1);
        }
        return Files.getLastModifiedTime(file);
    }

    private List<Path> unfinished() throws IOException {
        return files().stream()
                .filter(file -> file.toString().endsWith(".part"))
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
