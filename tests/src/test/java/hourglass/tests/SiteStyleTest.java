package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The colours of the site by number, where no browser is at hand. */
class SiteStyleTest {
    // WCAG 2.2, success criterion 1.4.3, for text of any size.
    private static final double LEAST_CONTRAST = 4.5;
    private static final Pattern COLOR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});");
    private static final List<String> BACKGROUNDS = List.of("page", "panel");
    private static final List<String> TEXTS = List.of(
            "text", "quiet", "link", "accent", "code-word", "code-type", "code-text", "code-number", "code-comment");

    @Test
    void everyTextIsReadableOnEveryBackground() throws IOException {
        String css = Files.readString(Trial.real().root().resolve("lib/tools/src/main/site/site.css"));
        for (String scheme : List.of("color-scheme: light dark", "prefers-color-scheme: dark", "@media print")) {
            Map<String, Integer> colors = colors(css, scheme);
            for (String background : BACKGROUNDS) {
                for (String text : TEXTS) {
                    assertThat(contrast(colors.get(text), colors.get(background)))
                            .as("%s on %s, %s", text, background, scheme)
                            .isGreaterThanOrEqualTo(LEAST_CONTRAST);
                }
            }
        }
    }

    /** The colours of the block {@code :root} that contains or follows a text. */
    private static Map<String, Integer> colors(String css, String scheme) {
        int at = css.indexOf(scheme);
        assertThat(at).as(scheme).isNotNegative();
        int begin = scheme.startsWith("color") ? css.lastIndexOf(":root", at) : css.indexOf(":root", at);
        Matcher matcher = COLOR.matcher(css.substring(begin, css.indexOf('}', begin)));
        var colors = new TreeMap<String, Integer>();
        while (matcher.find()) {
            colors.put(matcher.group(1), Integer.parseInt(matcher.group(2), 16));
        }
        assertThat(colors).containsKeys(TEXTS.toArray(String[]::new)).containsKeys("page", "panel", "line");
        return colors;
    }

    private static double contrast(int one, int other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double value = (channel & 0xFF) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
