package hourglass.plot;

import hourglass.runtime.AtomicFile;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes pictures as one that moves, an animated GIF: a training for a page that runs nothing.
 *
 * <pre>{@code
 * AnimatedGif.write(Path.of("learning.gif"), frames, 250); // four a second, over and over again
 * }</pre>
 *
 * <p>Such a file has at most 256 colors. Where the frames have more, red, green and blue are rounded to fewer bits, to as many
 * as 256 colors allow; black and white stay what they are. Of each frame only the part is stored that differs from the one
 * before. To rest on a frame, give it several times: repetitions take next to no space.
 */
public final class AnimatedGif {

    private static final int MOST_COLORS = 256;
    private static final int COLORS = 1 << 24;
    private static final int TICK = 10; // milliseconds, the unit of the format
    private static final int SHORTEST = 20; // Browsers show what should be shorter for 100.
    private static final int LONGEST = 65_535 * TICK;
    // "Begin again, as often as you like": one block of data, whose first byte is its kind and whose others are the
    // number 0.
    private static final byte[] FOR_EVER = {1, 0, 0};

    private AnimatedGif() {}

    /**
     * Writes a file, whose folder is made if it is missing; it appears whole or not at all.
     *
     * @param frames at least one, all of one size; opaque
     * @param millisPerFrame how long each is shown, from {@value #SHORTEST} on, rounded to {@value #TICK}
     * @throws IllegalArgumentException if there is no frame, one differs in size, or the time is out of its range
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, List<BufferedImage> frames, int millisPerFrame) throws IOException {
        Preconditions.given("file", file);
        requireOneSize(Preconditions.given("list of frames", frames));
        if (millisPerFrame < SHORTEST || millisPerFrame > LONGEST) {
            throw new IllegalArgumentException("A frame cannot be shown for " + millisPerFrame
                    + " milliseconds: choose from " + SHORTEST + " to " + LONGEST + ".");
        }
        List<BufferedImage> indexed = indexed(frames);
        AtomicFile.write(file, out -> write(out, indexed, Math.round((float) millisPerFrame / TICK)));
    }

    private static void requireOneSize(List<BufferedImage> frames) {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("There is no frame to show: pass at least one.");
        }
        BufferedImage first = Preconditions.given("frame 0", frames.get(0));
        for (int i = 1; i < frames.size(); i++) {
            BufferedImage frame = Preconditions.given("frame " + i, frames.get(i));
            if (frame.getWidth() != first.getWidth() || frame.getHeight() != first.getHeight()) {
                throw new IllegalArgumentException("Frame " + i + " has " + frame.getWidth() + "×" + frame.getHeight()
                        + " pixels and the first one " + first.getWidth() + "×" + first.getHeight()
                        + ": draw all in one size.");
            }
        }
    }

    private static void write(OutputStream out, List<BufferedImage> frames, int ticks) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            BufferedImage before = null;
            for (BufferedImage frame : frames) {
                Rectangle changed = changed(before, frame);
                BufferedImage part = part(frame, changed);
                // Not createFromRenderedImage, which takes the standard palette for the image's own.
                IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(part), null);
                String format = metadata.getNativeMetadataFormatName();
                metadata.mergeTree(format, description(format, changed, ticks, before == null));
                writer.writeToSequence(new IIOImage(part, null, metadata), null);
                before = frame;
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    /** A copy, since the writer takes a sub-image's pixels from the place where its whole begins. */
    private static BufferedImage part(BufferedImage frame, Rectangle place) {
        var part = new BufferedImage(
                place.width, place.height, BufferedImage.TYPE_BYTE_INDEXED, (IndexColorModel) frame.getColorModel());
        part.getRaster().setRect(-place.x, -place.y, frame.getRaster());
        return part;
    }

    /** The smallest part outside of which nothing has changed; of a repetition one pixel, since the format knows no less. */
    private static Rectangle changed(BufferedImage before, BufferedImage now) {
        Rectangle changed = before == null ? new Rectangle(now.getWidth(), now.getHeight()) : new Rectangle();
        for (int y = 0; before != null && y < now.getHeight(); y++) {
            for (int x = 0; x < now.getWidth(); x++) {
                if (before.getRaster().getSample(x, y, 0) != now.getRaster().getSample(x, y, 0)) {
                    Rectangle pixel = new Rectangle(x, y, 1, 1);
                    changed = changed.isEmpty() ? pixel : changed.union(pixel);
                }
            }
        }
        return changed.isEmpty() ? new Rectangle(1, 1) : changed;
    }

    private static IIOMetadataNode description(String format, Rectangle part, int ticks, boolean first) {
        IIOMetadataNode root = new IIOMetadataNode(format);
        IIOMetadataNode place = child(root, "ImageDescriptor");
        place.setAttribute("imageLeftPosition", "" + part.x);
        place.setAttribute("imageTopPosition", "" + part.y);
        place.setAttribute("imageWidth", "" + part.width);
        place.setAttribute("imageHeight", "" + part.height);
        place.setAttribute("interlaceFlag", "FALSE");
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "doNotDispose");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", "" + ticks);
        if (first) {
            IIOMetadataNode repetition = child(child(root, "ApplicationExtensions"), "ApplicationExtension");
            repetition.setAttribute("applicationID", "NETSCAPE");
            repetition.setAttribute("authenticationCode", "2.0");
            repetition.setUserObject(FOR_EVER);
        }
        return root;
    }

    private static IIOMetadataNode child(IIOMetadataNode parent, String name) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        parent.appendChild(node);
        return node;
    }

    /** The same frames with one palette. */
    private static List<BufferedImage> indexed(List<BufferedImage> frames) {
        int width = frames.get(0).getWidth();
        int height = frames.get(0).getHeight();
        BitSet seen = new BitSet(COLORS);
        List<int[]> pixels = new ArrayList<>();
        for (BufferedImage frame : frames) {
            int[] colors = frame.getRGB(0, 0, width, height, null, 0, width);
            for (int i = 0; i < colors.length; i++) {
                colors[i] &= COLORS - 1;
                seen.set(colors[i]);
            }
            pixels.add(colors);
        }
        int bits = Byte.SIZE;
        int[] palette = seen.stream().toArray();
        while (palette.length > MOST_COLORS) {
            palette = seen.stream().map(rounding(--bits)).sorted().distinct().toArray();
        }
        return indexed(pixels, width, height, palette, rounding(bits));
    }

    private static List<BufferedImage> indexed(
            List<int[]> pixels, int width, int height, int[] palette, IntUnaryOperator rounding) {
        var model = new IndexColorModel(Byte.SIZE, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        List<BufferedImage> indexed = new ArrayList<>();
        for (int[] colors : pixels) {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
            int[] places = Arrays.stream(colors)
                    .map(rounding)
                    .map(color -> Arrays.binarySearch(palette, color))
                    .toArray();
            image.getRaster().setSamples(0, 0, width, height, 0, places);
            indexed.add(image);
        }
        return indexed;
    }

    /** Rounds red, green and blue to so many bits, with 0 and 255 among what is left. */
    private static IntUnaryOperator rounding(int bits) {
        int most = (1 << bits) - 1;
        int[] rounded = new int[256];
        for (int level = 0; level < rounded.length; level++) {
            rounded[level] = Math.round(255f * Math.round(level * most / 255f) / most);
        }
        return color -> rounded[color >> 16] << 16 | rounded[color >> 8 & 255] << 8 | rounded[color & 255];
    }
}
