package hourglass.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.AWTError;
import org.junit.jupiter.api.Test;

class FontCheckTest {

    private static final String INSTALL = "install them (Debian and Ubuntu: apt install fontconfig fonts-dejavu-core;"
            + " Alpine: apk add fontconfig ttf-dejavu) and restart the kernel";

    @Test
    void theFontsOfTheMachineThatTestsDrawLetters() {
        assertThat(FontCheck.check()).containsExactly(Finding.fine("Fonts", "text is drawn"));
    }

    @Test
    void fontsThatDrawNothingAreWrong() {
        assertThat(FontCheck.check(text -> new int[9]))
                .containsExactly(Finding.wrong(
                        "Fonts", "Text in charts would be invisible, since the fonts draw nothing", INSTALL));
    }

    @Test
    void fontsThatDrawABoxForEachLetterAreWrong() {
        assertThat(FontCheck.check(text -> new int[] {0, 1, 1, 0}))
                .containsExactly(Finding.wrong(
                        "Fonts", "Text in charts would be boxes, since all letters are drawn alike", INSTALL));
    }

    @Test
    void aJavaWithoutFontsIsWrongWithItsReason() {
        assertThat(FontCheck.check(text -> {
                    throw new InternalError(
                            "java.lang.reflect.InvocationTargetException",
                            new RuntimeException("Fontconfig head is null, check your fonts or fonts configuration"));
                }))
                .containsExactly(Finding.wrong(
                        "Fonts",
                        "No chart can be drawn for lack of fonts (Fontconfig head is null, check your fonts or fonts"
                                + " configuration)",
                        INSTALL));
    }

    @Test
    void aScreenThatIsNotThereIsNoMatterOfFonts() {
        assertThat(FontCheck.check(text -> {
                    throw new AWTError(
                            "Can't connect to X11 window server using ':99' as the value of the DISPLAY variable.");
                }))
                .extracting(Finding::remedy)
                .containsExactly("unset DISPLAY, or set JJAVA_JVM_OPTS=-Djava.awt.headless=true");
    }
}
