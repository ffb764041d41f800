package hourglass.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Where each block, line and word of a schematic stands. Blocks stand in a row, each above its words, which form a table with a
 * line for each kind of word. Blocks that do not fit into one row go on in another one.
 */
final class SchematicLayout {

    /** A block with the rectangle of its drawing. */
    record Placed(LayerGlyph glyph, int row, Rectangle2D bounds) {
        double middle() {
            return bounds.getCenterX();
        }

        double axis() {
            return bounds.getCenterY();
        }
    }

    /** The line from one output to where it goes. */
    record Way(List<Point2D> points, boolean arrow) {}

    /** A line over blocks of one part, from {@code left} to {@code right}. */
    record Bracket(LayerBlock.Part part, double left, double right, double y) {}

    /** The widest figure, and where the words are small the only one that has to be that wide. */
    static final int MOST_WIDTH = 1000;

    private static final int WIDEST_WORD = 120;
    private static final int NAME_LINES = 2;
    private static final double ARROW = 18;
    private static final double MOST_SLACK = 120;
    private static final double LANE = 9;
    private static final double LANE_WITH_NUMBERS = 18;
    private static final double ROW_GAP = 22;
    private static final String[] TITLES = {"name", "layer", "settings", "output", "parameters", "activation", "loss"};
    private static final int SETTINGS = 2;
    private static final String SEPARATOR = ", ";

    private final List<LayerBlock> columns;
    private final Font font;
    private final int titles;
    private final int width;
    private final int height;
    private final List<Placed> blocks = new ArrayList<>();
    private final List<PlacedText> texts = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();
    private final List<Bracket> brackets = new ArrayList<>();
    private final List<Point2D> connectors = new ArrayList<>();

    /**
     * Lays out columns below a header.
     *
     * @param top the height of the header, for a figure of a given width
     */
    SchematicLayout(List<LayerBlock> columns, Function<Integer, Integer> top) {
        this.columns = columns;
        Rows rows = Rows.of(columns);
        font = rows.font;
        titles = rows.titles;
        width = rows.width;
        height = place(rows, top.apply(width) + 10);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Returns one for each column, in order. */
    List<Placed> blocks() {
        return blocks;
    }

    List<PlacedText> texts() {
        return texts;
    }

    List<Way> ways() {
        return ways;
    }

    List<Bracket> brackets() {
        return brackets;
    }

    /** Returns the middles of the circles that join two rows. */
    List<Point2D> connectors() {
        return connectors;
    }

    /** Which columns stand in which row, and how wide all of it is. */
    private record Rows(
            Font font, int titles, int width, double[] widths, List<List<Integer>> members, LayerGlyph.Scale scale) {

        static Rows of(List<LayerBlock> columns) {
            LayerGlyph.Scale large = scale(columns, 150, 64);
            for (Font font : List.of(Theme.SMALL, Theme.TINY)) {
                int titles = titlesWidth(font);
                double[] widths = widths(columns, font, large);
                double needed = sum(widths, 0, widths.length) + titles + 2 * Theme.MARGIN;
                if (needed <= (font == Theme.SMALL ? Theme.WIDTH : MOST_WIDTH)) {
                    int width = Math.max(Theme.WIDTH, (int) Math.ceil(needed));
                    List<Integer> all =
                            IntStream.range(0, columns.size()).boxed().toList();
                    return new Rows(font, titles, width, widths, List.of(all), large);
                }
            }
            LayerGlyph.Scale small = scale(columns, 100, 46);
            int titles = titlesWidth(Theme.TINY);
            double[] widths = widths(columns, Theme.TINY, small);
            double room = MOST_WIDTH - titles - 2 * Theme.MARGIN;
            List<List<Integer>> members = broken(columns, widths, 0, widths.length, room);
            int code = IntStream.range(0, columns.size())
                    .filter(i -> columns.get(i).part() == LayerBlock.Part.CODE)
                    .findFirst()
                    .orElseThrow();
            if (columns.subList(0, code).stream().noneMatch(block -> block.part() == LayerBlock.Part.DECODER)) {
                List<List<Integer>> halves = new ArrayList<>(broken(columns, widths, 0, code + 1, room));
                halves.addAll(broken(columns, widths, code + 1, widths.length, room));
                members = halves.size() <= members.size() ? halves : members;
            }
            double widest = members.stream()
                    .mapToDouble(row -> sum(widths, row.get(0), row.get(row.size() - 1) + 1))
                    .max()
                    .orElseThrow();
            int width = (int) Math.ceil(Math.max(Theme.WIDTH, widest + titles + 2 * Theme.MARGIN));
            return new Rows(Theme.TINY, titles, width, widths, members, small);
        }

        private static LayerGlyph.Scale scale(List<LayerBlock> columns, double tallest, double largest) {
            long numbers = 1;
            long pixels = 1;
            for (LayerBlock block : columns) {
                if (block.size().isPicture()) {
                    pixels = Math.max(
                            pixels, Math.max(block.size().height(), block.size().width()));
                } else {
                    numbers = Math.max(numbers, block.size().features());
                }
            }
            return new LayerGlyph.Scale(tallest, largest, numbers, pixels);
        }

        private static int titlesWidth(Font font) {
            int widest = 0;
            for (int title = 0; title < TITLES.length; title++) {
                widest = Math.max(widest, Theme.width(font, TITLES[title]));
            }
            return widest + 10;
        }

        private static double[] widths(List<LayerBlock> columns, Font font, LayerGlyph.Scale scale) {
            int bracket = Math.max(
                    Theme.width(font.deriveFont(Font.BOLD), "encoder"),
                    Theme.width(font.deriveFont(Font.BOLD), "decoder"));
            return columns.stream()
                    .mapToDouble(block -> {
                        double least = Math.max(new LayerGlyph(block, scale).width() + ARROW, bracket + 8);
                        List<String> cells = cells(block);
                        for (int title = 1; title < TITLES.length; title++) {
                            for (String word : cells.get(title).split(title == SETTINGS ? SEPARATOR : " ")) {
                                int its = Theme.width(cellFont(font, title), word);
                                least = Math.max(least, Math.min(WIDEST_WORD, its) + 8);
                            }
                        }
                        return Math.ceil(least);
                    })
                    .toArray();
        }

        /** Divides columns among as few rows as they need, which are as equally long as they can be. */
        private static List<List<Integer>> broken(
                List<LayerBlock> columns, double[] widths, int from, int to, double room) {
            List<List<Integer>> rows = filled(columns, widths, from, to, room);
            double least = 0;
            double most = room;
            while (most - least > 1) {
                double middle = (least + most) / 2;
                if (filled(columns, widths, from, to, middle).size() <= rows.size()) {
                    most = middle;
                } else {
                    least = middle;
                }
            }
            return filled(columns, widths, from, to, most);
        }

        private static List<List<Integer>> filled(
                List<LayerBlock> columns, double[] widths, int from, int to, double room) {
            List<List<Integer>> rows = new ArrayList<>();
            double left = 0;
            for (int i = from; i < to; i++) {
                // A reshaping stays with the layer that asks for it.
                boolean follows = i > from && i > 1 && columns.get(i - 1).layer() == null;
                boolean leads = columns.get(i).layer() == null && i > 0 && i + 1 < to;
                double needed = widths[i] + (leads ? widths[i + 1] : 0);
                if (rows.isEmpty() || needed > left && !follows) {
                    rows.add(new ArrayList<>());
                    left = room;
                }
                rows.get(rows.size() - 1).add(i);
                left -= widths[i];
            }
            return rows;
        }

        private static double sum(double[] values, int from, int to) {
            return IntStream.range(from, to).mapToDouble(i -> values[i]).sum();
        }
    }

    /** Returns the words below a block, in the order of {@link #TITLES}. */
    private static List<String> cells(LayerBlock block) {
        LayerWords words = block.words();
        return List.of(
                block.name(),
                words.kind(),
                String.join(SEPARATOR, words.settings()),
                block.size().text(),
                block.layer() == null ? "" : Numbers.count(block.layer().parameters()),
                words.activation(),
                words.loss());
    }

    private static Font cellFont(Font font, int title) {
        return title <= 1 ? font.deriveFont(Font.BOLD) : font;
    }

    private int place(Rows rows, int top) {
        double y = top;
        double laneHeight = rows.members.size() > 1 ? LANE_WITH_NUMBERS : LANE;
        Lanes lanes = new Lanes(columns, rows.members);
        for (int row = 0; row < rows.members.size(); row++) {
            List<Integer> members = rows.members.get(row);
            List<LayerGlyph> glyphs = members.stream()
                    .map(i -> new LayerGlyph(columns.get(i), rows.scale))
                    .toList();
            double bracketsY = y + PlacedText.lineHeight(font) + 3;
            double lanesBottom = bracketsY + 12 + lanes.count(row) * laneHeight;
            double tallest =
                    glyphs.stream().mapToDouble(LayerGlyph::height).max().orElseThrow();
            double axis = lanesBottom + tallest / 2;
            double needed = members.stream().mapToDouble(i -> rows.widths[i]).sum();
            double room = width - titles - 2 * Theme.MARGIN;
            double slack = Math.min(MOST_SLACK, (room - needed) / members.size());
            double x = Theme.MARGIN + titles;
            double[] lefts = new double[members.size() + 1];
            for (int i = 0; i < members.size(); i++) {
                lefts[i] = x;
                LayerGlyph glyph = glyphs.get(i);
                double across = rows.widths[members.get(i)] + slack;
                Placed placed = new Placed(
                        glyph,
                        row,
                        new Rectangle2D.Double(
                                x + (across - glyph.width()) / 2,
                                axis - glyph.height() / 2,
                                glyph.width(),
                                glyph.height()));
                blocks.add(placed);
                letters(placed);
                x += across;
            }
            lefts[members.size()] = x;
            bracket(members, lefts, bracketsY);
            connect(lanes, row, lanesBottom, laneHeight, lefts);
            y = table(members, lefts, axis + tallest / 2 + 10) + ROW_GAP;
        }
        return (int) Math.ceil(y - ROW_GAP + Theme.MARGIN);
    }

    private void letters(Placed placed) {
        Font small = Theme.TINY.deriveFont(Font.BOLD);
        for (LayerGlyph.Letter letter : placed.glyph.letters()) {
            centred(
                    letter.text(),
                    small,
                    letter.color(),
                    placed.bounds.getX() + letter.x(),
                    placed.axis() + letter.y() - PlacedText.lineHeight(small) / 2);
        }
    }

    private void bracket(List<Integer> members, double[] lefts, double y) {
        Font bold = font.deriveFont(Font.BOLD);
        for (int start = 0; start < members.size(); start++) {
            String label = label(columns.get(members.get(start)).part());
            int end = start;
            while (end + 1 < members.size()
                    && label(columns.get(members.get(end + 1)).part()).equals(label)) {
                end++;
            }
            if (!label.isEmpty()) {
                LayerBlock.Part part = label.equals("encoder") ? LayerBlock.Part.ENCODER : LayerBlock.Part.DECODER;
                brackets.add(new Bracket(part, lefts[start] + 4, lefts[end + 1] - 4, y));
                centred(
                        label,
                        bold,
                        Theme.forText(LayerGlyph.color(part)),
                        (lefts[start] + lefts[end + 1]) / 2,
                        y - 3 - PlacedText.lineHeight(bold));
            }
            start = end;
        }
    }

    private static String label(LayerBlock.Part part) {
        return switch (part) {
            case INPUT -> "";
            case ENCODER, CODE -> "encoder";
            case DECODER -> "decoder";
        };
    }

    /** Draws what comes into and leaves the blocks of a row. */
    private void connect(Lanes lanes, int row, double lanesBottom, double laneHeight, double[] lefts) {
        for (Lanes.Arc arc : lanes.arcs(row)) {
            double y = lanesBottom - 6 - (arc.lane() + 0.5) * laneHeight;
            if (arc.number() > 0) {
                Placed at = blocks.get(arc.leaves() ? arc.from() : arc.to());
                double x = at.middle() + (arc.leaves() ? 5 : -5);
                Point2D end = point(x, y + 8);
                Point2D block = point(x, at.bounds.getY() - 1);
                ways.add(arc.leaves() ? new Way(List.of(block, end), false) : new Way(List.of(end, block), true));
                connectors.add(point(x, y));
                centred(
                        String.valueOf(arc.number()),
                        Theme.TINY,
                        Theme.INK,
                        x,
                        y - PlacedText.lineHeight(Theme.TINY) / 2);
            } else {
                Placed from = blocks.get(arc.from());
                Placed to = blocks.get(arc.to());
                double left = from.middle() + 5;
                double right = to.middle() - 5;
                ways.add(new Way(
                        List.of(
                                point(left, from.bounds.getY() - 1),
                                point(left, y),
                                point(right, y),
                                point(right, to.bounds.getY() - 1)),
                        true));
            }
        }
        for (int to = 1; to < blocks.size(); to++) {
            Placed target = blocks.get(to);
            Placed source = blocks.get(to - 1);
            if (target.row != row || !columns.get(to).sources().contains(to - 1)) {
                continue;
            }
            double start = source.bounds.getMaxX() + 2;
            double end = target.bounds.getX() - 2;
            if (source.row == row) {
                ways.add(new Way(List.of(point(start, source.axis()), point(end, target.axis())), true));
            } else {
                ways.add(new Way(List.of(point(start, source.axis()), point(start + 12, source.axis())), true));
                ways.add(new Way(List.of(point(end - 12, target.axis()), point(end, target.axis())), true));
            }
        }
    }

    private static Point2D point(double x, double y) {
        return new Point2D.Double(x, y);
    }

    /** Sets the words below the blocks of a row, and returns where they end. */
    private double table(List<Integer> members, double[] lefts, double top) {
        double y = top;
        for (int title = 0; title < TITLES.length; title++) {
            int row = title;
            if (members.stream().allMatch(i -> cells(columns.get(i)).get(row).isBlank())) {
                continue;
            }
            texts.add(PlacedText.at(TITLES[title], font, Theme.AXIS, Theme.MARGIN, y));
            Font cellFont = cellFont(font, title);
            int lines = 0;
            for (int i = 0; i < members.size(); i++) {
                LayerBlock block = columns.get(members.get(i));
                int room = (int) (lefts[i + 1] - lefts[i]) - 6;
                List<String> cell = lines(cells(block).get(title), cellFont, room, title);
                for (int line = 0; line < cell.size(); line++) {
                    Color color = title == 0
                            ? Theme.forText(LayerGlyph.color(block.part()))
                            : title == 1 ? Theme.INK : Theme.QUIET;
                    centred(
                            cell.get(line),
                            cellFont,
                            color,
                            (lefts[i] + lefts[i + 1]) / 2,
                            y + line * PlacedText.lineHeight(font));
                }
                lines = Math.max(lines, cell.size());
            }
            y += lines * PlacedText.lineHeight(font) + 4;
        }
        return y;
    }

    private static List<String> lines(String words, Font font, int room, int title) {
        if (words.isBlank()) {
            return List.of();
        }
        // Several settings that do not fit into a line get one each.
        boolean apart = title == SETTINGS && Theme.width(font, words) > room;
        List<String> lines = Theme.wrap(font, apart ? words.replace(SEPARATOR, "\n") : words, room);
        return title == 0 && lines.size() > NAME_LINES ? List.of(Theme.shortened(font, words, room)) : lines;
    }

    private void centred(String words, Font font, Color color, double middle, double top) {
        texts.add(PlacedText.centred(words, font, color, middle, top));
    }

    /** The lines that go around blocks, each at a height of its own where it would meet another one. */
    private static final class Lanes {

        /**
         * A line from one column to another; with a number if they are in different rows, once where it leaves and once where it
         * arrives.
         */
        record Arc(int from, int to, int row, int lane, int number, boolean leaves) {
            private int left() {
                return number == 0 || leaves ? from : to;
            }

            private int right() {
                return number == 0 || !leaves ? to : from;
            }

            private boolean meets(Arc other) {
                return row == other.row && left() <= other.right() && other.left() <= right();
            }

            private Arc at(int lane) {
                return new Arc(from, to, row, lane, number, leaves);
            }
        }

        private final List<Arc> arcs = new ArrayList<>();

        Lanes(List<LayerBlock> columns, List<List<Integer>> rows) {
            int[] rowOf = new int[columns.size()];
            for (int row = 0; row < rows.size(); row++) {
                for (int member : rows.get(row)) {
                    rowOf[member] = row;
                }
            }
            List<Arc> open = new ArrayList<>();
            int number = 0;
            for (int to = 0; to < columns.size(); to++) {
                for (int from : columns.get(to).sources()) {
                    if (from == to - 1) {
                        continue;
                    }
                    if (rowOf[from] == rowOf[to]) {
                        open.add(new Arc(from, to, rowOf[to], 0, 0, false));
                    } else {
                        number++;
                        open.add(new Arc(from, to, rowOf[from], 0, number, true));
                        open.add(new Arc(from, to, rowOf[to], 0, number, false));
                    }
                }
            }
            open.sort(Comparator.comparingInt(arc -> arc.right() - arc.left()));
            for (Arc arc : open) {
                int lane = 0;
                while (meets(arc.at(lane))) {
                    lane++;
                }
                arcs.add(arc.at(lane));
            }
        }

        private boolean meets(Arc arc) {
            return arcs.stream().anyMatch(other -> other.lane == arc.lane && other.meets(arc));
        }

        int count(int row) {
            return arcs(row).stream().mapToInt(arc -> arc.lane + 1).max().orElse(0);
        }

        List<Arc> arcs(int row) {
            return arcs.stream().filter(arc -> arc.row == row).toList();
        }
    }
}
