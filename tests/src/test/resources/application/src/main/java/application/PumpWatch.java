package application;

import hourglass.data.Rows;
import hourglass.data.format.CsvFile;
import hourglass.model.AnomalyDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Lesson 12 of Hourglass ends with this program: it loads the detector of a pump and prints an alarm for each strange row. */
public final class PumpWatch {
    private PumpWatch() {}

    public static void main(String[] args) throws IOException {
        try (AnomalyDetector detector = AnomalyDetector.load(Path.of(args[0]))) {
            Rows today = cleaned(CsvFile.read(Path.of(args[1]), "time"));
            detector.alarms(today).forEach(System.out::println);
        }
    }

    static Rows cleaned(Rows rows) { // -999: the sensor gave no answer
        double[][] values = IntStream.range(0, rows.size())
                .mapToObj(i -> Arrays.stream(rows.row(i)).map(v -> v == -999 ? Double.NaN : v).toArray())
                .toArray(double[][]::new);
        return Rows.of(rows.columns(), values);
    }
}
