package hourglass.doctor;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Checks whether text can be drawn, by drawing some: a font that is listed may still draw nothing. */
final class FontCheck {

    private static final String ABOUT = "Fonts";
    private static final int WIDTH = 40;
    private static final int HEIGHT = 24;
    private static final String INSTALL = "install them (Debian and Ubuntu: apt install fontconfig fonts-dejavu-core;"
            + " Alpine: apk add fontconfig ttf-dejavu) and restart the kernel";

    private FontCheck() {}

    /** Checks what this Java draws. */
    static List<Finding> check() {
        return check(FontCheck::drawn);
    }

    /** Checks the pixels that a function draws for two letters, which must not be blank and must differ. */
    static List<Finding> check(Function<String, int[]> draw) {
        int[] wide;
        int[] thin;
        try {
            wide = draw.apply("W");
            thin = draw.apply("i");
        } catch (LinkageError | InternalError | java.awt.AWTError | RuntimeException e) {
            return List.of(failed(ErrorMessages.reason(e)));
        }
        if (isBlank(wide) || isBlank(thin)) {
            return List.of(
                    Finding.wrong(ABOUT, "Text in charts would be invisible, since the fonts draw nothing", INSTALL));
        }
        if (Arrays.equals(wide, thin)) {
            return List.of(
                    Finding.wrong(ABOUT, "Text in charts would be boxes, since all letters are drawn alike", INSTALL));
        }
        return List.of(Finding.fine(ABOUT, "text is drawn"));
    }

    private static Finding failed(String reason) {
        return reason.toLowerCase(Locale.ROOT).contains("x11")
                ? Finding.wrong(
                        ABOUT,
                        "No chart can be drawn (" + reason + ")",
                        "unset DISPLAY, or set JJAVA_JVM_OPTS=-Djava.awt.headless=true")
                : Finding.wrong(ABOUT, "No chart can be drawn for lack of fonts (" + reason + ")", INSTALL);
    }

    private static boolean isBlank(int[] pixels) {
        return Arrays.stream(pixels).distinct().count() < 2;
    }

    private static int[] drawn(String text) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        try {
            g.setColor(Color.WHITE);
            g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
            g.drawString(text, 4, 18);
        } finally {
            g.dispose();
        }
        return picture.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH);
    }
}
