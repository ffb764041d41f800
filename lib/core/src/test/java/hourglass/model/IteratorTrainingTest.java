package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.Corruption;
import hourglass.runtime.NativeMemory;
import hourglass.train.History;
import hourglass.train.IteratorBatches;
import hourglass.train.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Training with batches that an iterator of Deeplearning4j's brings. */
class IteratorTrainingTest {
    private static final int BATCH = 16;

    private final INDArray examples = Networks.mixtures(100, 12);
    private final INDArray held = Networks.mixtures(37, 12);

    private static Autoencoder network() {
        return Autoencoder.of(Networks.dense(12, 3, LossFunction.XENT, 0.01));
    }

    /** Batches of 16 and what is left, with labels of classes that nobody looks at. */
    private static List<DataSet> batches(INDArray all) {
        List<DataSet> batches = new ArrayList<>();
        for (long start = 0; start < all.size(0); start += BATCH) {
            long end = Math.min(all.size(0), start + BATCH);
            INDArray features = all.get(NDArrayIndex.interval(start, end), NDArrayIndex.all());
            batches.add(new DataSet(features, Nd4j.ones(end - start, 12)));
        }
        return batches;
    }

    private static DataSetIterator iterator(INDArray all) {
        return iterator(batches(all));
    }

    private static DataSetIterator iterator(List<DataSet> batches) {
        return new ListDataSetIterator(batches, batches.size()) {
            private int next;

            @Override
            public boolean hasNext() {
                return next < batches.size();
            }

            @Override
            public DataSet next() {
                return batches.get(next++);
            }

            @Override
            public void reset() {
                next = 0;
            }
        };
    }

    @Test
    void isTheSameAsWithAnArrayInOrder() {
        for (Corruption corruption : List.of(Corruption.none(), Corruption.gaussian(0.2))) {
            Training settings = Training.epochs(3)
                    .batchSize(BATCH)
                    .inOrder()
                    .corruption(corruption)
                    .quietly();
            try (Autoencoder array = network();
                    Autoencoder iterated = network()) {
                History expected = array.fit(examples, null, settings);
                History found = iterated.fit(iterator(examples), settings);

                assertThat(iterated.network().params())
                        .isEqualTo(array.network().params());
                for (int i = 0; i < 3; i++) {
                    assertThat(found.epochs().get(i).loss())
                            .isEqualTo(expected.epochs().get(i).loss());
                    assertThat(found.epochs().get(i).examples()).isEqualTo(100);
                }
            }
        }
        assertThat(examples).isEqualTo(Networks.mixtures(100, 12)); // Noise has not reached it.
    }

    @Test
    void validatesByTheOtherIterator() {
        Training settings =
                Training.epochs(2).batchSize(BATCH).inOrder().restoreBest().quietly();
        try (Autoencoder autoencoder = network();
                Autoencoder denoising = network()) {
            History history = autoencoder.fit(iterator(examples), iterator(held), settings);
            History noisy =
                    denoising.fit(iterator(examples), iterator(held), settings.corruption(Corruption.gaussian(0.5)));

            assertThat(history.last().validationLoss()).isCloseTo(autoencoder.loss(held), within(1e-6));
            assertThat(noisy.last().validationLoss())
                    .isCloseTo(denoising.loss(held), within(0.05))
                    .isNotCloseTo(denoising.loss(held), within(1e-4));
        }
    }

    @Test
    void twoCallsOfOneEpochAreOneOfTwo(@TempDir Path folder) throws Exception {
        Training one = Training.epochs(1).corruption(Corruption.gaussian(0.2)).quietly();
        Path file = folder.resolve("model.zip");
        try (Autoencoder whole = network();
                Autoencoder first = network()) {
            whole.fit(
                    iterator(examples),
                    Training.epochs(2).corruption(Corruption.gaussian(0.2)).quietly());
            first.fit(iterator(examples), one);
            first.save(file);
            try (Autoencoder second = Autoencoder.load(file)) {
                second.fit(iterator(examples), one);

                assertThat(second.network().params()).isEqualTo(whole.network().params());
            }
        }
    }

    @Test
    void aBatchThatCannotBeUsedIsNamedAndLeavesTheNetworkAsItWas() {
        List<DataSet> batches = batches(examples);
        batches.get(2).setFeatures(batches.get(2).getFeatures().dup());
        try (Autoencoder autoencoder = network()) {
            autoencoder.fit(iterator(batches), Training.epochs(1).quietly());
            INDArray before = autoencoder.network().params().dup();
            batches.get(2).getFeatures().putScalar(5, 7, Double.NaN);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> autoencoder.fit(
                            iterator(batches), Training.epochs(1).quietly()))
                    .withMessageContaining("Batch 3 of the training iterator")
                    .withMessageContaining("NaN");
            assertThat(autoencoder.network().params()).isEqualTo(before);
            assertThat(autoencoder.network().getEpochCount()).isEqualTo(1);
        }
    }

    @Test
    void whatAnIteratorCannotBeIsSaid() {
        List<DataSet> masked = batches(examples);
        masked.get(1).setLabelsMaskArray(Nd4j.ones(BATCH, 1));
        List<DataSet> uneven = batches(examples);
        uneven.set(3, new DataSet(Nd4j.ones(4, 11), null));
        DataSetIterator once = new ListDataSetIterator(batches(examples), BATCH) {
            @Override
            public boolean resetSupported() {
                return false;
            }
        };
        Training settings = Training.epochs(1).quietly();
        try (Autoencoder autoencoder = network()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> autoencoder.fit(iterator(masked), settings))
                    .withMessage("Batch 2 of the training iterator has a mask, which is not looked at: give"
                            + " hourglass.data.Sequences, or sequences of one length.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> autoencoder.fit(iterator(uneven), settings))
                    .withMessageContaining("11 numbers");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> autoencoder.fit(once, settings))
                    .withMessageContaining("cannot begin again, which each epoch needs");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> autoencoder.fit(iterator(List.of()), settings))
                    .withMessage("The training iterator brings no batch: give it examples.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> autoencoder.fit(iterator(examples), settings.patience(2)))
                    .withMessageContaining("no validation set");
        }
    }

    @Test
    void theSizesOfBatchesMayDiffer() {
        List<DataSet> growing = new ArrayList<>();
        growing.add(new DataSet(examples.get(NDArrayIndex.interval(0, 5), NDArrayIndex.all()), null));
        growing.add(new DataSet(examples.get(NDArrayIndex.interval(5, 60), NDArrayIndex.all()), null));
        growing.add(new DataSet(examples.get(NDArrayIndex.interval(60, 100), NDArrayIndex.all()), null));
        try (Autoencoder autoencoder = network()) {
            History history = autoencoder.fit(
                    iterator(growing),
                    Training.epochs(2).corruption(Corruption.gaussian(0.1)).quietly());

            assertThat(history.last().examples()).isEqualTo(100);
            assertThat(history.last().loss()).isLessThan(history.epochs().get(0).loss());
        }
    }

    @Test
    void batchesOfAnyTypeAndOrderLieInTheSamePlaceOneAfterTheOther() {
        INDArray row = Nd4j.linspace(1, 4, 4, DataType.FLOAT).reshape(1, 4);
        List<DataSet> mixed = List.of(
                new DataSet(Nd4j.concat(0, row, row.mul(2)), null),
                new DataSet(Nd4j.concat(0, row.mul(3), row.mul(4)).dup('f'), null),
                new DataSet(row.mul(5).castTo(DataType.DOUBLE), null),
                new DataSet(row.mul(6).castTo(DataType.INT), null));
        IteratorBatches batches =
                new IteratorBatches(iterator(mixed), "training", (name, array) -> array.castTo(DataType.FLOAT));
        batches.begin(0);
        long place = NativeMemory.address(batches.next().clean().values());
        int factor = 3;
        while (batches.hasNext()) {
            INDArray values = batches.next().clean().values();
            assertThat(NativeMemory.address(values)).isEqualTo(place);
            for (int i = 0; i < values.size(0); i++) {
                assertThat(values.getRow(i, true)).isEqualTo(row.mul(factor++));
            }
        }
        assertThat(factor).isEqualTo(7);
        assertThat(batches.some().values().getRow(0, true))
                .as("what stands for all examples stays")
                .isEqualTo(row);
        assertThat(mixed.get(2).getFeatures().wasClosed())
                .as("the iterator's own arrays are left to it")
                .isFalse();
    }
}
