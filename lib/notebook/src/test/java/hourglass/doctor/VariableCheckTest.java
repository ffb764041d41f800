package hourglass.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.doctor.Finding.Level;
import hourglass.notebook.LessonChecks;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class VariableCheckTest {

    @Test
    void whatIsSetIsShownAndNothingIsWrongWithIt() {
        assertThat(VariableCheck.check(Map.of("PATH", "/bin")))
                .containsExactly(Finding.fine("Environment", "no variable of Hourglass is set"));
        assertThat(VariableCheck.check(Map.of("HOURGLASS_OFFLINE", "1", "HOURGLASS_BUDGET", " Quick ")))
                .containsExactly(Finding.fine("Environment", "HOURGLASS_BUDGET=Quick, HOURGLASS_OFFLINE=1"));
        assertThat(VariableCheck.KNOWN).contains(LessonChecks.VARIABLE);
    }

    @Test
    void anUnknownValueIsWrong() {
        assertThat(VariableCheck.check(Map.of("HOURGLASS_BUDGET", "ful")))
                .containsExactly(Finding.wrong(
                        "Environment",
                        "HOURGLASS_BUDGET is 'ful'",
                        "set it to quick, standard or full, or leave it unset for standard"));
        assertThat(VariableCheck.check(Map.of("HOURGLASS_ACCELERATE", "never")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WRONG);
                    assertThat(finding.sentence())
                            .contains("HOURGLASS_ACCELERATE is \"never\"")
                            .endsWith("set it to one of them.");
                });
    }

    @Test
    void aNameThatNothingReadsIsToldWithTheNamesThatAreRead() {
        for (String name : new String[] {"HOURGLASS_BUGDET", "HOURGLAS_DATA", "HOUR_GLASS_DATA", "HOURGLASS"}) {
            assertThat(VariableCheck.check(Map.of(name, "quick")))
                    .containsExactly(Finding.warning(
                            "Environment",
                            name + " is set, which nothing reads",
                            "the names are HOURGLASS_BUDGET, HOURGLASS_DATA, HOURGLASS_OFFLINE, HOURGLASS_ACCELERATE,"
                                    + " HOURGLASS_RESULTS, so correct it or unset it"));
        }
        assertThat(VariableCheck.check(Map.of("GLASS_DATA", "x", "HOURS", "3"))).noneMatch(Finding::isProblem);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there a variable's name may be written in any case")
    void aNameInSmallLettersIsAnotherName() {
        assertThat(VariableCheck.check(Map.of("hourglass_budget", "quick")))
                .extracting(Finding::what)
                .containsExactly("hourglass_budget is set, which nothing reads");
    }

    @Test
    void offlineThatSoundsLikeNoMeansYes() {
        assertThat(VariableCheck.check(Map.of("HOURGLASS_OFFLINE", "False")))
                .extracting(Finding::what)
                .containsExactly("HOURGLASS_OFFLINE is 'False', and every value but 0 forbids downloads");
        assertThat(VariableCheck.check(Map.of("HOURGLASS_OFFLINE", "0"))).noneMatch(Finding::isProblem);
    }

    @Test
    void recordsNeedAFolder(@TempDir Path folder) {
        assertThat(VariableCheck.check(Map.of(
                        "HOURGLASS_RESULTS", folder.resolve("results.json").toString())))
                .noneMatch(Finding::isProblem);
        assertThat(VariableCheck.check(Map.of(
                        "HOURGLASS_RESULTS", folder.resolve("none/results.json").toString())))
                .extracting(Finding::remedy)
                .containsExactly("unset it, or create that folder");
    }

    @Test
    void otherJarsBeforeTheTestedOnesAreAWarning() {
        assertThat(VariableCheck.check(Map.of("JJAVA_CLASSPATH", "/old/dl4j.jar")))
                .extracting(Finding::sentence)
                .containsExactly(
                        "JJAVA_CLASSPATH puts other jars on the kernel's class path, where they may come before the"
                                + " tested ones: unset it.");
    }
}
