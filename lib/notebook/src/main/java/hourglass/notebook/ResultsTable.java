package hourglass.notebook;

import hourglass.evaluate.Metrics;
import hourglass.evaluate.baseline.Baseline;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/**
 * Compares models in a table, one in a row: size, training time, loss and PSNR on the same test data.
 *
 * <pre>{@code
 * ResultsTable.titled("Fashion-MNIST, 10,000 test images", "cross-entropy")
 *     .row(pca, test.pixels())
 *     .row("784-32-784", 32, autoencoder.parameters(), history.seconds(), test.pixels(), reconstruction)
 *     .table()
 * }</pre>
 */
public final class ResultsTable {

    private final String title;
    private final String lossName;
    private final List<Row> rows = new ArrayList<>();
    private int height;
    private int width;

    private ResultsTable(String title, String lossName) {
        this.title = title;
        this.lossName = lossName;
    }

    private record Row(
            String model, int codeSize, long parameters, double seconds, double loss, double psnr, double ssim) {}

    /** Starts an empty table whose loss is the {@linkplain Metrics#bernoulliCrossEntropy Bernoulli cross-entropy}. */
    public static ResultsTable titled(String title) {
        return titled(title, "cross-entropy, nats per pixel");
    }

    /**
     * Starts an empty table.
     *
     * @param title the name of the table: which examples were judged
     * @param lossName the heading of the column of losses, with its unit
     */
    public static ResultsTable titled(String title, String lossName) {
        return new ResultsTable(title, lossName);
    }

    /**
     * Adds a column with the {@linkplain Metrics#ssim structural similarity} of the rows that follow. It stays empty in rows
     * that were given as numbers instead of images.
     *
     * @param height rows of pixels in an image, at least 11
     * @param width pixels in a row, at least 11
     */
    public ResultsTable withSsim(int height, int width) {
        this.height = height;
        this.width = width;
        return this;
    }

    /**
     * Appends a model whose results are known.
     *
     * @param model the name of the model
     * @param codeSize how many numbers its code holds
     * @param parameters how many parameters were learned, 0 for none
     * @param seconds how long the training took; {@code Double.NaN} leaves the cell empty, here and in the next two
     * @param loss the loss on examples that the training never saw
     * @param psnr the mean peak signal-to-noise ratio on them, in decibels
     */
    public ResultsTable row(String model, int codeSize, long parameters, double seconds, double loss, double psnr) {
        return row(model, codeSize, parameters, seconds, loss, psnr, Double.NaN);
    }

    private ResultsTable row(
            String model, int codeSize, long parameters, double seconds, double loss, double psnr, double ssim) {
        rows.add(new Row(model, codeSize, parameters, seconds, loss, psnr, ssim));
        return this;
    }

    /**
     * Appends a baseline and measures its cross-entropy and PSNR.
     *
     * @param examples [n, numbers of an example], values in [0, 1], none of which the baseline was fitted to
     */
    public ResultsTable row(Baseline baseline, INDArray examples) {
        return row(baseline.name(), baseline.codeSize(), 0, Double.NaN, examples, baseline.reconstruct(examples));
    }

    /**
     * Appends a model and measures its cross-entropy and PSNR.
     *
     * @param target [n, numbers of an example], values in [0, 1]
     * @param reconstruction what the model made of them, of the same shape
     */
    public ResultsTable row(
            String model, int codeSize, long parameters, double seconds, INDArray target, INDArray reconstruction) {
        return row(
                model,
                codeSize,
                parameters,
                seconds,
                Metrics.bernoulliCrossEntropy(target, reconstruction),
                Metrics.psnr(target, reconstruction),
                height == 0 ? Double.NaN : Metrics.ssim(target, reconstruction, height, width));
    }

    /** Returns the table so far; its cells print with a fixed number of decimals. */
    public Table table() {
        IntColumn codeSizes = IntColumn.create(
                "numbers in the code", rows.stream().mapToInt(Row::codeSize).toArray());
        LongColumn parameters = LongColumn.create(
                "parameters", rows.stream().mapToLong(Row::parameters).toArray());
        DoubleColumn seconds = Tables.numbers("seconds", rows, Row::seconds);
        DoubleColumn losses = Tables.numbers(lossName, rows, Row::loss);
        DoubleColumn psnr = Tables.numbers("PSNR, dB", rows, Row::psnr);
        DoubleColumn ssim = Tables.numbers("SSIM", rows, Row::ssim);
        codeSizes.setPrintFormatter(Tables.decimals(0));
        parameters.setPrintFormatter(Tables.decimals(0));
        seconds.setPrintFormatter(Tables.decimals(1));
        losses.setPrintFormatter(Tables.decimals(4));
        psnr.setPrintFormatter(Tables.decimals(2));
        ssim.setPrintFormatter(Tables.decimals(3));
        Table table = Table.create(
                title, Tables.words("model", rows, Row::model), codeSizes, parameters, seconds, losses, psnr);
        return height == 0 ? table : table.addColumns(ssim);
    }
}
