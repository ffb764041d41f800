package hourglass.growth;

import hourglass.runtime.ArrayViews;
import hourglass.runtime.NativeMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The first pictures of a file in batches, each read into the same array when it is asked for. */
final class PictureBatches implements Iterable<DataSet> {

    private final PictureFile file;
    private final int pictures;
    private final int batch;
    private final float[] greys;
    private final INDArray features;

    PictureBatches(PictureFile file, int pictures, int batch) {
        this.file = file;
        this.pictures = pictures;
        this.batch = batch;
        greys = new float[batch * PictureFile.PIXELS];
        features = Nd4j.createUninitialized(DataType.FLOAT, batch, PictureFile.PIXELS);
    }

    @Override
    public Iterator<DataSet> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < pictures;
            }

            @Override
            public DataSet next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("There is no batch after the last of " + pictures + " pictures.");
                }
                INDArray some = read(next, Math.min(batch, pictures - next));
                next += batch;
                return new DataSet(some, some);
            }
        };
    }

    private INDArray read(int first, int count) {
        try {
            file.read(first, count, greys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        INDArray some = ArrayViews.of(features, 0, count);
        NativeMemory.write(greys, some);
        return some;
    }
}
