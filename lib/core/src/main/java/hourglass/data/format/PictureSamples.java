package hourglass.data.format;

import hourglass.data.Images;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/** The numbers of a picture that was read from a file, from 0 for black to 1 for white, with white behind what is transparent. */
final class PictureSamples {
    private PictureSamples() {}

    /**
     * Returns the numbers of a picture.
     *
     * @param channels 1 for grey, or 3
     * @return each channel line by line: red, green and blue, one behind the other
     * @throws UnusablePictureException if they are of a type that is not known
     */
    static float[] of(BufferedImage picture, int channels) throws UnusablePictureException {
        float[][] own = picture.getColorModel() instanceof ComponentColorModel model && isPlain(model)
                ? samples(picture, model)
                : colours(picture);
        int area = picture.getHeight() * picture.getWidth();
        float[] numbers = new float[channels * area];
        for (int i = 0; i < area; i++) {
            if (channels == 1) {
                numbers[i] = own.length == 1 ? own[0][i] : Images.grey(own[0][i], own[1][i], own[2][i]);
            } else {
                for (int channel = 0; channel < channels; channel++) {
                    numbers[channel * area + i] = own[own.length == 1 ? 0 : channel][i];
                }
            }
        }
        return numbers;
    }

    /** Whether the samples are grey, or red, green and blue as screens show them, and so need no change of colours. */
    private static boolean isPlain(ComponentColorModel model) {
        return model.getNumColorComponents() == 1
                || model.getNumColorComponents() == 3 && model.getColorSpace().isCS_sRGB() && isWhole(model);
    }

    private static boolean isWhole(ComponentColorModel model) {
        return model.getTransferType() == DataBuffer.TYPE_BYTE || model.getTransferType() == DataBuffer.TYPE_USHORT;
    }

    // Not by getRGB, which takes the samples of a grey picture for linear light and makes 188 of 128, and has 8 bits.
    private static float[][] samples(BufferedImage picture, ComponentColorModel model) throws UnusablePictureException {
        if (!isWhole(model)) {
            throw new UnusablePictureException("holds numbers that are no bytes and no pairs of bytes");
        }
        Raster raster = picture.getRaster();
        int width = picture.getWidth();
        int colours = model.getNumColorComponents();
        float[][] numbers = new float[colours][picture.getHeight() * width];
        int[] samples = new int[width];
        int[] alphas = new int[width];
        float opaque = model.hasAlpha() ? (1 << model.getComponentSize(colours)) - 1 : 1;
        for (int y = 0; y < picture.getHeight(); y++) {
            if (model.hasAlpha()) {
                raster.getSamples(0, y, width, 1, colours, alphas);
            }
            for (int channel = 0; channel < colours; channel++) {
                float white = (1 << model.getComponentSize(channel)) - 1;
                raster.getSamples(0, y, width, 1, channel, samples);
                for (int x = 0; x < width; x++) {
                    float alpha = model.hasAlpha() ? alphas[x] / opaque : 1;
                    float value = samples[x] / white;
                    numbers[channel][y * width + x] =
                            model.isAlphaPremultiplied() ? value + 1 - alpha : value * alpha + 1 - alpha;
                }
            }
        }
        return numbers;
    }

    private static float[][] colours(BufferedImage picture) {
        int width = picture.getWidth();
        float[][] numbers = new float[3][picture.getHeight() * width];
        int[] line = new int[width];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRGB(0, y, width, 1, line, 0, width);
            for (int x = 0; x < width; x++) {
                float alpha = (line[x] >>> 24) / 255f;
                for (int channel = 0; channel < 3; channel++) {
                    float value = (line[x] >> 16 - 8 * channel & 0xff) / 255f;
                    numbers[channel][y * width + x] = value * alpha + 1 - alpha;
                }
            }
        }
        return numbers;
    }
}
