package hourglass.plot;

import hourglass.model.Autoencoder;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Draws the latent plane of a code of two numbers, as a sheet of the pictures that a decoder makes of its points.
 *
 * <p>The points are quantiles of the prior N(0, I), in both directions: (i + ½)/side for i = 0 … side − 1. So each picture of
 * the sheet stands for an equal share of the samples of the prior, and no corner shows codes that it hardly ever draws. The
 * first number grows to the right, the second upwards.
 *
 * <pre>{@code LatentGrid.image("Clothes, by two numbers", autoencoder, 20, 28, 28)}</pre>
 */
public final class LatentGrid {

    private static final int MAX_SIDE = 40;
    private static final int BORDER = 70;

    private LatentGrid() {}

    /**
     * Draws the sheet.
     *
     * @param title what stands above; what follows a line break is set smaller
     * @param autoencoder its code has two numbers
     * @param side how many pictures in each direction, from 2 to 40
     * @param height rows of pixels in a picture
     * @param width pixels in a row
     * @throws IllegalArgumentException if the code does not have two numbers, or the network takes pictures of another size
     */
    public static BufferedImage image(String title, Autoencoder autoencoder, int side, int height, int width) {
        Preconditions.given("title", title);
        Preconditions.given("autoencoder", autoencoder);
        long[] code = autoencoder.encode(Nd4j.zeros(1, (long) height * width)).shape();
        if (code.length != 2 || code[1] != 2) {
            throw new IllegalArgumentException("The code has the shape "
                    + Arrays.toString(Arrays.copyOfRange(code, 1, code.length))
                    + ", but the sheet shows a plane: train a network with a code of 2 numbers.");
        }
        BufferedImage sheet = ImageGrid.tile(autoencoder.decode(places(side)), side, side, height, width);
        int scale = Math.max(1, (Theme.WIDTH - 2 * BORDER) / (side * width));
        int across = scale * side * width;
        int down = scale * side * height;
        int total = Math.max(Theme.WIDTH, across + 2 * BORDER);
        FigureHeader header = new FigureHeader(title, List.of());
        int top = header.height(total) + 6;
        int left = (total - across) / 2;
        BufferedImage canvas = Theme.canvas(total, top + down + 46, title);
        Graphics2D g = Theme.graphics(canvas);
        header.draw(g, total);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        g.drawImage(sheet, left, top, across, down, null);
        double[] ticks = quantiles(side);
        for (int i : IntStream.of(0, side / 4, side / 2, side - 1 - side / 4, side - 1)
                .distinct()
                .toArray()) {
            String number = String.format(Locale.ROOT, "%.2f", ticks[i]).replace('-', '−');
            double share = (i + 0.5) / side;
            Theme.centred(g, Theme.TINY, Theme.QUIET, number, left + share * across, top + down + 15);
            Theme.centred(g, Theme.TINY, Theme.QUIET, number, left - 20, top + (1 - share) * down + 4);
        }
        Theme.centred(g, Theme.TEXT, Theme.INK, "first number of z", total / 2.0, top + down + 36);
        g.rotate(-Math.PI / 2);
        Theme.centred(g, Theme.TEXT, Theme.INK, "second number of z", -(top + down / 2.0), left - 46);
        g.dispose();
        return canvas;
    }

    /**
     * Returns the codes of a sheet, row by row from the top.
     *
     * @param side how many in each direction, from 2 to 40
     * @return float32 [side · side, 2]
     * @throws IllegalArgumentException if {@code side} is out of its range
     */
    public static INDArray places(int side) {
        double[] ticks = quantiles(side);
        float[][] places = new float[side * side][];
        for (int i = 0; i < places.length; i++) {
            places[i] = new float[] {(float) ticks[i % side], (float) ticks[side - 1 - i / side]};
        }
        return Nd4j.createFromArray(places);
    }

    private static double[] quantiles(int side) {
        if (side < 2 || side > MAX_SIDE) {
            throw new IllegalArgumentException("The sheet cannot have " + side
                    + " pictures in each direction: choose from 2 to " + MAX_SIDE + ".");
        }
        NormalDistribution prior = new NormalDistribution();
        double[] quantiles = new double[side];
        for (int i = 0; i < side; i++) {
            quantiles[i] = prior.inverseCumulativeProbability((i + 0.5) / side);
        }
        return quantiles;
    }
}
