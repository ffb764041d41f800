package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import hourglass.runtime.ArrayViews;
import hourglass.train.History;
import hourglass.train.Training;
import hourglass.train.UnsavedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class CheckpointTest {
    private static final int EPOCHS = 60;

    @TempDir
    Path folder;

    private Path file;
    private INDArray train;
    private INDArray validation;
    private Autoencoder autoencoder;

    /** Four noisy pictures, soon known by heart: what is learned late does not hold on others. */
    @BeforeEach
    void overfit() {
        Nd4j.getRandom().setSeed(7);
        file = folder.resolve("models/best.zip");
        INDArray noisy =
                Networks.mixtures(44, 30).addi(Nd4j.rand(44, 30).muli(0.3)).divi(1.15); // within [0, 1]
        train = ArrayViews.of(noisy, 0, 4);
        validation = ArrayViews.of(noisy, 4, 44).dup();
        autoencoder = Autoencoder.of(Networks.dense(30, 20, LossFunction.XENT, 0.03));
    }

    private History fit(Path best) {
        return autoencoder.fit(
                train,
                validation,
                Training.epochs(EPOCHS).batchSize(4).quietly().keepBest(best));
    }

    @Test
    void isTheEpochOfTheLowestValidationLoss() throws IOException {
        History history = fit(file);

        History.Epoch best = history.best();
        assertThat(best.number()).isBetween(2, EPOCHS - 2);
        assertThat(history.last().validationLoss()).isGreaterThan(best.validationLoss() + 0.001);
        Autoencoder loaded = Autoencoder.load(file);
        assertThat(loaded.loss(validation)).isCloseTo(best.validationLoss(), within(1e-6));
        assertThat(loaded.network().getEpochCount()).isEqualTo(best.number());
        assertThat(autoencoder.loss(validation)).isEqualTo(history.last().validationLoss());
    }

    @Test
    void leavesNothingElseInTheFolder() throws IOException {
        fit(file);

        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void changesNothingAboutTheTraining() {
        Autoencoder other = Autoencoder.of(Networks.dense(30, 20, LossFunction.XENT, 0.03));
        other.fit(train, validation, Training.epochs(EPOCHS).batchSize(4).quietly());

        fit(file);

        assertThat(autoencoder.network().params()).isEqualTo(other.network().params());
    }

    @Test
    void isWrittenWhenTheLastBatchOfAnEpochIsInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        History history;
        try {
            history = fit(file);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(history.epochs()).hasSize(1);
        assertThat(Autoencoder.load(file).loss(validation))
                .isCloseTo(history.best().validationLoss(), within(1e-6));
    }

    @Test
    void needsAValidationSet() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> autoencoder.fit(train, null, Training.epochs(1).keepBest(file)))
                .withMessage("The best model is to be kept in " + file
                        + ", but there is no validation set to judge by: give fit one, or leave keepBest out.");
        assertThat(autoencoder.network().getIterationCount()).isZero();
    }

    @Test
    void refusesAFolderThatCannotBeWrittenBeforeItTrains() throws IOException {
        Files.writeString(file.getParent(), "a file where a folder should be");

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> fit(file))
                .withMessageStartingWith("The model could not be written to " + file + " (")
                .withMessageEndingWith("): choose a folder that can be written and has room.");
        assertThat(autoencoder.network().getIterationCount()).isZero();
    }

    @Test
    void refusesTheNameOfAFolder() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> fit(folder))
                .withMessage("The model cannot be written to " + folder
                        + ", which is a folder: give the path of a file, such as " + folder.resolve("model.zip")
                        + ".");
    }

    @Test
    void leavesAnEarlierCheckpointAloneWhenItCannotWriteBesideIt() throws IOException {
        // A name so long that the temporary file's name is longer than a file system allows.
        Path earlier = Files.writeString(folder.resolve("m".repeat(250)), "earlier");

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> fit(earlier));

        assertThat(earlier).hasContent("earlier");
        assertThat(autoencoder.network().getIterationCount()).isZero();
    }

    @Test
    void losesNothingWhenTheFolderGoesAwayDuringTheTraining() throws IOException {
        Path aside = folder.resolve("aside");
        atIteration(2, () -> {
            Files.move(file.getParent(), aside);
            Files.writeString(file.getParent(), "a file where the folder was");
        });

        UnsavedModelException unsaved = catchThrowableOfType(() -> fit(file), UnsavedModelException.class);

        History.Epoch best = unsaved.history().best();
        assertThat(unsaved.history().epochs()).hasSize(EPOCHS);
        assertThat(unsaved)
                .hasMessageStartingWith(
                        "The best model, of epoch " + best.number() + ", could not be written to " + file)
                .hasMessageEndingWith("so save it in another folder.");
        assertThat(autoencoder.loss(validation)).isCloseTo(best.validationLoss(), within(1e-6));
        // The checkpoint of the epoch before is whole, wherever its folder went.
        assertThat(Autoencoder.load(aside.resolve("best.zip")).loss(validation))
                .isCloseTo(unsaved.history().epochs().get(0).validationLoss(), within(1e-6));
    }

    @Test
    void isWrittenInTheEndWhenTheFolderComesBack() throws IOException {
        atIteration(2, () -> {
            Files.delete(file);
            Files.delete(file.getParent());
            Files.writeString(file.getParent(), "a file where the folder was");
        });
        atIteration(EPOCHS, () -> Files.delete(file.getParent()));

        History history = fit(file);

        assertThat(history.best().number()).isLessThan(EPOCHS);
        assertThat(Autoencoder.load(file).loss(validation))
                .isCloseTo(history.best().validationLoss(), within(1e-6));
        assertThat(autoencoder.loss(validation)).isEqualTo(history.last().validationLoss());
    }

    @Test
    void saysWhenNoEpochCouldBeJudged() {
        autoencoder = Autoencoder.of(Networks.dense(30, 20, LossFunction.MSE, 0.03));
        validation.putScalar(3, 5, 1e30); // Its square is beyond 32 bits.

        assertThatIllegalStateException()
                .isThrownBy(() -> fit(file))
                .withMessage("No epoch's validation loss was a number, so no model was written to " + file
                        + ": look for values that are no numbers in the validation set.");
    }

    private interface Act {
        void run() throws IOException;
    }

    private void atIteration(int number, Act act) {
        autoencoder.network().addListeners(new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                if (((MultiLayerNetwork) model).getIterationCount() + 1 == number) {
                    try {
                        act.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        });
    }
}
