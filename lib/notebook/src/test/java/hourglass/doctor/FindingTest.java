package hourglass.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.doctor.Finding.Level;
import org.junit.jupiter.api.Test;

class FindingTest {

    @Test
    void aProblemIsASentenceWithItsRemedy() {
        assertThat(Finding.fine("Memory", "6 GB").sentence()).isEqualTo("6 GB.");
        assertThat(Finding.warning("Memory", "Little is free", "close something")
                        .sentence())
                .isEqualTo("Little is free: close something.");
    }

    @Test
    void aSentenceOfTheLibraryComesApartAndTogetherAgain() {
        String sentence = "There is no python3: install it (Debian: apt install python3) and run the command again.";

        Finding finding = Finding.wrong("Python", sentence);

        assertThat(finding.what()).isEqualTo("There is no python3");
        assertThat(finding.level()).isEqualTo(Level.WRONG);
        assertThat(finding.sentence()).isEqualTo(sentence);
        assertThat(Finding.wrong("Python", "It\nfailed").sentence())
                .isEqualTo("It failed: see docs/troubleshooting.md.");
    }

    @Test
    void aProblemWithoutARemedyIsRefusedAsIsARemedyWithoutAProblem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Finding.wrong("Disk", "It is full", ""))
                .withMessage("The finding \"Disk: It is full\" is WRONG and has no remedy: name one.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Finding(Level.FINE, "Disk", "It is empty", "fill it"))
                .withMessageContaining("has a remedy: leave it out");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Finding.fine("Disk", "two\nlines"))
                .withMessageContaining("make it one");
    }
}
