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
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import tech.tablesaw.api.Table;

/** Prepares a kernel for the lessons, in one line of their set-up cell. */
public final class Notebook {

    private Notebook() {}

    /**
     * Prepares the kernel: it chooses ND4J's native build, registers how tables and figures are shown, and sets the locale so
     * that numbers are printed with a decimal point everywhere. It prints one line about what the lesson runs on, and one more
     * for each problem that it finds.
     *
     * @throws IllegalArgumentException if {@code HOURGLASS_BUDGET} is set to an unknown value
     */
    public static void setUp() {
        setUp(Diagnostics::brief);
    }

    static void setUp(Supplier<List<Finding>> diagnostics) {
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
        diagnostics.get().forEach(finding -> System.out.println(finding.sentence()));
    }

    /**
     * Runs work and discards what it prints. SameDiff 1.0.0-M2.1, for example, prints a line for each operation that it
     * differentiates, which would hide the results of a lesson.
     *
     * <p>Standard output is redirected for the whole process while the work runs, so keep it short.
     *
     * @param work runs in this thread; standard output is restored before an exception that it throws is passed on
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

    /** Registers how the kernel shows tables, figures and explorers; returns whether this code runs in a kernel. */
    static boolean registerDisplays() {
        return registerTable(Table.class, Function.identity())
                && registerTable(ModelSummary.class, Tables::of)
                && registerTable(ConfusionMatrix.class, Tables::of)
                && KernelDisplay.register(
                        BufferedImage.class,
                        Map.of("image/png", PngImages::base64, "text/plain", PngImages::description))
                && KernelDisplay.register(
                        Explorer.class, Map.of("text/html", Explorer::html, "text/plain", Explorer::toString));
    }

    private static <T> boolean registerTable(Class<T> type, Function<T, Table> table) {
        return KernelDisplay.register(
                type,
                Map.of("text/html", table.andThen(HtmlTables::html), "text/plain", table.andThen(Table::toString)));
    }

    /**
     * Returns a table as HTML, for a kernel's {@code display(html, "text/html")} in the middle of a cell. It takes less than
     * 1 MB: rows, columns and texts beyond that are left out, and the last line says how many.
     */
    public static String html(Table table) {
        Objects.requireNonNull(table, "There is no table to show.");
        return HtmlTables.html(table);
    }
}
