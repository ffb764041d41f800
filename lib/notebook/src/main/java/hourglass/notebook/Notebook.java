package hourglass.notebook;

import hourglass.doctor.Diagnostics;
import hourglass.doctor.Finding;
import hourglass.evaluate.ConfusionMatrix;
import hourglass.model.ModelSummary;
import hourglass.runtime.NativeBackend;
import hourglass.train.Budget;
import java.awt.image.BufferedImage;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import tech.tablesaw.api.Table;

/** The one line of a lesson's set-up cell. */
public final class Notebook {

    private Notebook() {}

    /**
     * Prepares the kernel: ND4J's native build is chosen, tables and figures are shown as such, numbers are printed with a
     * decimal point everywhere; one line says what the lesson runs on, and one more each thing that is wrong with it.
     *
     * @throws IllegalArgumentException if {@code HOURGLASS_BUDGET} holds an unknown word
     */
    public static void setUp() {
        setUp(Diagnostics::brief);
    }

    static void setUp(Supplier<List<Finding>> checkup) {
        NativeBackend backend = NativeBackend.prepare();
        Locale.setDefault(Locale.ROOT);
        registerDisplays();
        System.out.println("Java " + Runtime.version().feature() + " · "
                + Runtime.getRuntime().availableProcessors() + " processors · "
                + (backend.oneDnn() ? "with oneDNN" : "without oneDNN") + " · budget " + Budget.current() + " ("
                + Budget.VARIABLE + ")");
        if (!backend.inTime()) {
            System.out.println(backend);
        }
        checkup.get().forEach(finding -> System.out.println(finding.sentence()));
    }

    /**
     * Runs work without what it prints. SameDiff, for one, writes a line to standard output for each operation that it
     * differentiates (1.0.0-M2.1), and those are no result of a lesson.
     *
     * <p>Standard output is redirected for the whole process while the work runs, so keep it short.
     *
     * @param work runs in this thread; what it throws is thrown on, with standard output restored
     */
    public static void silently(Runnable work) {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try {
            work.run();
        } finally {
            System.setOut(out);
        }
    }

    /** Teaches the kernel around this code to show tables, figures and explorers; returns whether there is one. */
    static boolean registerDisplays() {
        return KernelDisplay.register(Table.class, Map.of("text/html", HtmlTables::html, "text/plain", Table::toString))
                && KernelDisplay.register(
                        ModelSummary.class,
                        Map.of(
                                "text/html",
                                summary -> HtmlTables.html(Tables.of(summary)),
                                "text/plain",
                                summary -> Tables.of(summary).toString()))
                && KernelDisplay.register(
                        ConfusionMatrix.class,
                        Map.of(
                                "text/html",
                                matrix -> HtmlTables.html(Tables.of(matrix)),
                                "text/plain",
                                matrix -> Tables.of(matrix).toString()))
                && KernelDisplay.register(
                        BufferedImage.class,
                        Map.of("image/png", PngImages::base64, "text/plain", PngImages::description))
                && KernelDisplay.register(
                        Explorer.class, Map.of("text/html", Explorer::html, "text/plain", Explorer::toString));
    }

    /** Returns a table as HTML, for a kernel's {@code display(html, "text/html")} in the middle of a cell. */
    public static String html(Table table) {
        return HtmlTables.html(table);
    }
}
