package hourglass.data.synthetic;

/**
 * A square picture of grey values, 28×28 unless another size is asked for, on which outlines are filled and stroked with a
 * {@link Texture}.
 *
 * <p>Edges are smooth without supersampling: a filled outline covers each pixel by the exact area inside it, a stroke by the
 * distance of the pixel's middle from the line.
 */
final class Canvas {
    static final int SIZE = 28;

    private final Warp warp;
    private final int size;
    private final double[] grey;
    private final double[] cover;

    // The pixels that the outline in hand may touch, both ends included.
    private int firstRow;
    private int lastRow;
    private int firstColumn;
    private int lastColumn;

    Canvas(Warp warp) {
        this(warp, SIZE);
    }

    /** A square picture with sides of so many pixels. */
    Canvas(Warp warp, int size) {
        this.warp = warp;
        this.size = size;
        this.grey = new double[size * size];
        this.cover = new double[size * size];
    }

    /** Fills a closed outline. */
    void fill(Polyline polyline, Texture texture) {
        bound(polyline, 1);
        int last = polyline.size() - 1;
        double x = warp.x(polyline.x(last), polyline.y(last));
        double y = warp.y(polyline.x(last), polyline.y(last));
        for (int i = 0; i <= last; i++) {
            double nextX = warp.x(polyline.x(i), polyline.y(i));
            double nextY = warp.y(polyline.x(i), polyline.y(i));
            edge(x, y, nextX, nextY);
            x = nextX;
            y = nextY;
        }
        for (int row = firstRow; row <= lastRow; row++) {
            double sum = 0;
            for (int column = firstColumn; column <= lastColumn; column++) {
                sum += cover[row * size + column];
                cover[row * size + column] = Math.min(1, Math.abs(sum));
            }
        }
        paint(texture);
    }

    /** Draws an open line with round ends, {@code width} pixels wide. */
    void stroke(Polyline line, double width, Texture texture) {
        stroke(line, width, width, texture);
    }

    /** Draws an open line with round ends whose width changes evenly from its beginning to its end. */
    void stroke(Polyline line, double first, double last, Texture texture) {
        bound(line, 1 + Math.max(first, last) / 2);
        int pieces = Math.max(1, line.size() - 1);
        double x = warp.x(line.x(0), line.y(0));
        double y = warp.y(line.x(0), line.y(0));
        for (int i = 1; i <= pieces; i++) {
            int to = Math.min(i, line.size() - 1);
            double nextX = warp.x(line.x(to), line.y(to));
            double nextY = warp.y(line.x(to), line.y(to));
            piece(x, y, nextX, nextY, (first + (last - first) * i / pieces) / 2);
            x = nextX;
            y = nextY;
        }
        paint(texture);
    }

    /** Darkens by up to {@code depth} where cloth borders on the background, as if it bent away from the light. */
    void round(double depth) {
        double[] before = grey.clone();
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                int empty = 0;
                for (int y = row - 1; y <= row + 1; y++) {
                    for (int x = column - 1; x <= column + 1; x++) {
                        boolean outside = y < 0 || y >= size || x < 0 || x >= size;
                        if (!outside && before[y * size + x] < 0.02) {
                            empty++;
                        }
                    }
                }
                grey[row * size + column] *= 1 - depth * Math.min(1, empty / 4.0);
            }
        }
    }

    /** Writes the grey values, 0 to 255 row by row, into {@code pixels} from {@code offset} on. */
    void write(byte[] pixels, int offset) {
        for (int i = 0; i < grey.length; i++) {
            pixels[offset + i] = (byte) (int) (255 * Math.max(0, Math.min(1, grey[i])) + 0.5);
        }
    }

    private void bound(Polyline polyline, double margin) {
        double left = size;
        double right = 0;
        double top = size;
        double bottom = 0;
        for (int i = 0; i < polyline.size(); i++) {
            double x = warp.x(polyline.x(i), polyline.y(i));
            double y = warp.y(polyline.x(i), polyline.y(i));
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
        }
        firstRow = Math.max(0, (int) (top - margin));
        lastRow = Math.min(size - 1, (int) (bottom + margin));
        firstColumn = Math.max(0, (int) (left - margin));
        lastColumn = Math.min(size - 1, (int) (right + margin));
    }

    /** Lays the texture over the covered pixels, and takes the cover away. */
    private void paint(Texture texture) {
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                int i = row * size + column;
                if (cover[i] > 0) {
                    double x = column + 0.5;
                    double y = row + 0.5;
                    double tone = texture.at(warp.backX(x, y), warp.backY(x, y));
                    grey[i] += cover[i] * (Math.max(0, Math.min(1, tone)) - grey[i]);
                }
                cover[i] = 0;
            }
        }
    }

    /** Adds one edge of a closed outline: each row's running sum then is the covered area of each pixel. */
    private void edge(double x0, double y0, double x1, double y1) {
        if (y0 > y1) {
            edge(x1, y1, x0, y0, -1);
        } else if (y0 < y1) {
            edge(x0, y0, x1, y1, 1);
        }
    }

    private void edge(double x0, double y0, double x1, double y1, int sign) {
        double slope = (x1 - x0) / (y1 - y0);
        int end = Math.min(size, (int) Math.ceil(y1));
        for (int row = Math.max(0, (int) Math.floor(y0)); row < end; row++) {
            double top = Math.max(row, y0);
            double bottom = Math.min(row + 1, y1);
            double left = x0 + slope * (top - y0);
            double right = x0 + slope * (bottom - y0);
            double height = sign * (bottom - top);
            span(row, Math.min(left, right), Math.max(left, right), height);
        }
    }

    /** Adds the part of an edge that lies in one row, {@code height} high, between two places. */
    private void span(int row, double left, double right, double height) {
        if (left < 0) {
            // What lies beyond the left border covers the row from its beginning.
            double outside = right <= 0 ? 1 : -left / (right - left);
            cover[row * size] += height * outside;
            if (right <= 0) {
                return;
            }
            height *= 1 - outside;
            left = 0;
        }
        double x = left;
        for (int column = (int) left; column < size && x <= right; column++) {
            double to = Math.min(right, column + 1);
            double part = right > left ? height * (to - x) / (right - left) : height;
            double area = part * (column + 1 - (x + to) / 2);
            cover[row * size + column] += area;
            if (column + 1 < size) {
                cover[row * size + column + 1] += part - area;
            }
            x = column + 1;
        }
    }

    /** Covers the pixels within {@code radius} of the straight line between two points. */
    private void piece(double x0, double y0, double x1, double y1, double radius) {
        double dx = x1 - x0;
        double dy = y1 - y0;
        double length = dx * dx + dy * dy;
        // A line thinner than a pixel is drawn a pixel wide and fainter.
        double strength = Math.min(1, 2 * radius);
        double reach = Math.max(0.5, radius) + 0.5;
        int fromRow = Math.max(0, (int) (Math.min(y0, y1) - reach));
        int toRow = Math.min(size - 1, (int) (Math.max(y0, y1) + reach));
        int fromColumn = Math.max(0, (int) (Math.min(x0, x1) - reach));
        int toColumn = Math.min(size - 1, (int) (Math.max(x0, x1) + reach));
        for (int row = fromRow; row <= toRow; row++) {
            for (int column = fromColumn; column <= toColumn; column++) {
                double px = column + 0.5 - x0;
                double py = row + 0.5 - y0;
                double t = length == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
                double ex = px - t * dx;
                double ey = py - t * dy;
                double covered = strength * Math.min(1, reach - Math.sqrt(ex * ex + ey * ey));
                int i = row * size + column;
                cover[i] = Math.max(cover[i], covered);
            }
        }
    }
}
