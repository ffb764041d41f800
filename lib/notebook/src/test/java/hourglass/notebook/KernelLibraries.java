package hourglass.notebook;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import hourglass.evaluate.ConfusionMatrix;
import hourglass.plot.Charts;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import tech.tablesaw.api.Table;

/** Calls what the lessons call, in the process that {@link KernelLibrariesTest} starts with a kernel's jars in front. */
final class KernelLibraries {

    private KernelLibraries() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("Gson: " + Gson.class.getProtectionDomain().getCodeSource());
        System.out.println("Lang: " + StringUtils.class.getProtectionDomain().getCodeSource());
        System.out.println("parseString: " + hasMethod(JsonParser.class, "parseString"));
        Notebook.setUp();
        Table checks = LessonChecks.lesson("01")
                .that("one is one", true)
                .record("shallow-32", "mnist", "test-psnr", 19.5, 10, 12.3, 42)
                .record("shallow-32", "mnist", "parameters", 50_992, 10, 12.3, 42)
                .finish();
        RecordedResults results = RecordedResults.read(Path.of(System.getenv(LessonChecks.VARIABLE)));
        show(checks);
        show(results.before("10").table());
        show(Tables.of(new ConfusionMatrix(1, 2, 3, 4)));
        show(ResultsTable.titled("models")
                .row("dense", 32, 50_992, 12.3, 0.28, 19.5)
                .table());
        System.out.println("PSNR " + results.models().get(0).figure("test-psnr"));
        System.out.println(ExplorerTest.explorer().summary());
        System.out.println(PngImages.description(Charts.bars(List.of("a"), new double[] {1}, "Bars", "")));
        System.out.println("All calls returned.");
    }

    private static void show(Table table) {
        System.out.println(table.print() + HtmlTables.html(table).length());
    }

    private static boolean hasMethod(Class<?> type, String name) {
        return List.of(type.getMethods()).stream()
                .anyMatch(method -> method.getName().equals(name));
    }
}
