package hourglass.notebook;

import hourglass.evaluate.Metrics;
import hourglass.evaluate.baseline.Baseline;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * Collects the results table of a lesson, row by row.
 *
 * <pre>{@code
 * ResultsTable.titled("Fashion-MNIST, 10,000 test pictures", "cross-entropy")
 *     .row(pca, test.pixels())
 *     .row("784-32-784", 32, autoencoder.parameters(), history.seconds(), test.pixels(), back)
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
            String model, int numbers, long parameters, double seconds, double loss, double psnr, double ssim) {}

    /** Starts an empty table whose loss is the {@linkplain Metrics#bernoulliCrossEntropy Bernoulli cross-entropy}. */
    public static ResultsTable titled(String title) {
        return titled(title, "cross-entropy, nats per pixel");
    }

    /**
     * Starts an empty table.
     *
     * @param title the name of the table: which pictures were judged
     * @param lossName the heading of the column of losses, with its unit
     */
    public static ResultsTable titled(String title, String lossName) {
        return new ResultsTable(title, lossName);
    }

    /**
     * Adds a column with the {@linkplain Metrics#ssim structural similarity} of the rows that follow, which stays empty
     * where the pictures are not given.
     *
     * @param height lines of a picture, at least 11
     * @param width pixels of a line, at least 11
     */
    public ResultsTable withSsim(int height, int width) {
        this.height = height;
        this.width = width;
        return this;
    }

    /**
     * Appends a model with its figures.
     *
     * @param model the name of the model
     * @param numbers how many numbers its code holds
     * @param parameters how many parameters were learned, 0 for none
     * @param seconds how long the training took; {@code Double.NaN}, like in the next two, leaves the cell empty
     * @param loss the loss on pictures that training never saw
     * @param psnr the mean peak signal-to-noise ratio on them, in decibels
     */
    public ResultsTable row(String model, int numbers, long parameters, double seconds, double loss, double psnr) {
        return row(model, numbers, parameters, seconds, loss, psnr, Double.NaN);
    }

    private ResultsTable row(
            String model, int numbers, long parameters, double seconds, double loss, double psnr, double ssim) {
        rows.add(new Row(model, numbers, parameters, seconds, loss, psnr, ssim));
        return this;
    }

    /** Appends a rival and measures it: its cross-entropy and PSNR on pictures [n, pixels] that it was not fitted to. */
    public ResultsTable row(Baseline rival, INDArray pixels) {
        return row(rival.name(), rival.codeSize(), 0, Double.NaN, pixels, rival.reconstruct(pixels));
    }

    /** Appends a model and measures its cross-entropy and PSNR: {@code back} is its reconstruction of {@code target}. */
    public ResultsTable row(
            String model, int numbers, long parameters, double seconds, INDArray target, INDArray back) {
        return row(
                model,
                numbers,
                parameters,
                seconds,
                Metrics.bernoulliCrossEntropy(target, back),
                Metrics.psnr(target, back),
                height == 0 ? Double.NaN : Metrics.ssim(target, back, height, width));
    }

    /** Returns the table so far; its cells print with a fixed number of decimals. */
    public Table table() {
        StringColumn model = StringColumn.create("model");
        IntColumn numbers = IntColumn.create("numbers in the code");
        LongColumn parameters = LongColumn.create("parameters");
        DoubleColumn seconds = DoubleColumn.create("seconds");
        DoubleColumn loss = DoubleColumn.create(lossName);
        DoubleColumn psnr = DoubleColumn.create("PSNR, dB");
        DoubleColumn ssim = DoubleColumn.create("SSIM");
        numbers.setPrintFormatter(decimals(0));
        parameters.setPrintFormatter(decimals(0));
        seconds.setPrintFormatter(decimals(1));
        loss.setPrintFormatter(decimals(4));
        psnr.setPrintFormatter(decimals(2));
        ssim.setPrintFormatter(decimals(3));
        for (Row row : rows) {
            model.append(row.model);
            numbers.append(row.numbers);
            parameters.append(row.parameters);
            seconds.append(row.seconds); // Tablesaw's missing value is NaN.
            loss.append(row.loss);
            psnr.append(row.psnr);
            ssim.append(row.ssim);
        }
        Table table = Table.create(title, model, numbers, parameters, seconds, loss, psnr);
        return height == 0 ? table : table.addColumns(ssim);
    }

    private static NumberColumnFormatter decimals(int digits) {
        NumberFormat format = NumberFormat.getNumberInstance(Locale.ENGLISH);
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return new NumberColumnFormatter(format, "");
    }
}
