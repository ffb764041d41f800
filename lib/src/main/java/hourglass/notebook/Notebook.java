package hourglass.notebook;

import hourglass.train.Budget;
import tech.tablesaw.api.Table;

/** The one line of a lesson's set-up cell. */
public final class Notebook {
    private Notebook() {}

    /**
     * Prepares the kernel: tables are shown as HTML from here on, and one line says what the lesson runs on.
     *
     * @throws IllegalArgumentException if {@code HOURGLASS_BUDGET} holds an unknown word
     */
    public static void setUp() {
        KernelDisplay.register(Table.class, Tables::html);
        System.out.println("Java " + Runtime.version().feature() + " · "
                + Runtime.getRuntime().availableProcessors() + " processors · budget " + Budget.current() + " ("
                + Budget.VARIABLE + ")");
    }

    /** Returns a table as HTML, for a kernel's {@code display(html, "text/html")} in the middle of a cell. */
    public static String html(Table table) {
        return Tables.html(table);
    }
}
