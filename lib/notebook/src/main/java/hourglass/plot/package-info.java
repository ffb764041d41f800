/**
 * Draws charts and picture grids in one look. Every figure is a {@link java.awt.image.BufferedImage}, which a notebook shows
 * when it is the last expression of a cell.
 *
 * <pre>{@code ImageGrid.of(28, 28).row("original", pixels).row("reconstruction", back).image()}</pre>
 */
package hourglass.plot;
