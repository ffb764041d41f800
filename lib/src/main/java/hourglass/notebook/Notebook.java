package hourglass.notebook;

import hourglass.accelerate.NativeBackend;
import hourglass.doctor.Checkup;
import hourglass.doctor.Finding;
import hourglass.plot.Theme;
import hourglass.train.Budget;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import tech.tablesaw.api.Table;

/** The one line of a lesson's set-up cell. */
public final class Notebook {

    // As many as a PNG file's table of colours holds.
    private static final int COLORS = 256;

    private Notebook() {}

    /**
     * Prepares the kernel: ND4J's native build is chosen, tables and figures are shown as such, numbers are printed with a
     * decimal point everywhere; one line says what the lesson runs on, and one more each thing that is wrong with it.
     *
     * @throws IllegalArgumentException if {@code HOURGLASS_BUDGET} holds an unknown word
     */
    public static void setUp() {
        setUp(Checkup::brief);
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
        return KernelDisplay.register(Table.class, Map.of("text/html", Tables::html, "text/plain", Table::toString))
                && KernelDisplay.register(
                        BufferedImage.class, Map.of("image/png", Notebook::png, "text/plain", Notebook::description))
                && KernelDisplay.register(
                        Explorer.class, Map.of("text/html", Explorer::html, "text/plain", Explorer::toString));
    }

    /** Returns a table as HTML, for a kernel's {@code display(html, "text/html")} in the middle of a cell. */
    public static String html(Table table) {
        return Tables.html(table);
    }

    // What the kernels send for a picture beside its pixels is an object's address; words serve a reader better.
    static String description(BufferedImage figure) {
        String size = figure.getWidth() + " × " + figure.getHeight() + " pixels";
        return figure.getProperty(Theme.DESCRIPTION) instanceof String words && !words.isBlank()
                ? "Figure: " + words + " (" + size + ")"
                : "Figure, " + size;
    }

    /** Returns a figure as PNG in base 64. */
    static String png(BufferedImage figure) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(indexed(figure), "png", bytes);
            return Base64.getEncoder().encodeToString(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The same pixels with a table of colours where there are few: a sheet of grey pictures takes 40 % less.
    private static BufferedImage indexed(BufferedImage figure) {
        int width = figure.getWidth();
        int height = figure.getHeight();
        int[] pixels = figure.getRGB(0, 0, width, height, null, 0, width);
        int[] colors = Arrays.stream(pixels).sorted().distinct().toArray();
        if (colors.length > COLORS || figure.getColorModel().hasAlpha()) {
            return figure;
        }
        IndexColorModel table = new IndexColorModel(8, colors.length, colors, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage indexed = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, table);
        int[] places = Arrays.stream(pixels)
                .map(color -> Arrays.binarySearch(colors, color))
                .toArray();
        indexed.getRaster().setSamples(0, 0, width, height, 0, places);
        return indexed;
    }
}
