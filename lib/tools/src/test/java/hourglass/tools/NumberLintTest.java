package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberLintTest {
    private static final String CLAIMS =
            """
            check.number(Budget.FULL, "0.2815", loss, 0.0003); // 77 is only said here
            check.that("a code is 24.5 times smaller", 784 / 32.0 == 24.5); /* and 78
            here */
            check.between("about 55,000", 5e4, seen, 5.6e4);
            check.finish()
            """;

    @Test
    void findsANumberThatNeitherTheCodeNorAClaimHas() {
        assertThat(problems("After 20 epochs the loss is 0.2815, and 0.2816 before."))
                .containsExactly(
                        "Cell 2 says 0.2816, which no code cell and no claim has: check.number(Budget.FULL, \"0.2816\", …)"
                                + " in the claims of the lesson holds it.");
        assertThat(problems("The network 784-64-784 sees 60,000 pictures."))
                .extracting(problem -> problem.substring(0, 18))
                .containsExactly("Cell 2 says 64, wh", "Cell 2 says 60,000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "784-32-784 makes 24.5 times less of 55,000 pictures, a rate of 0.003 and 0.25",
                "Two of 12 units, lesson 05, L1, MNIST, in 2006",
                "`new int[99]`, $x = 98$ and $$y = 97$$",
                "[page](http://x.org/96) and ![95 pictures](images/94.png)",
                "**Takes**: 3 minutes to run at the standard budget, 45 to read",
                "**13 (hard).** Why?\n\n14. Item",
                "## Read on\n\n- Nature 521, 2015, pages 436 to 444"
            })
    void leavesOtherNumbersAlone(String text) {
        assertThat(problems(text)).isEmpty();
    }

    @Test
    void takesNoCommentForAClaim() {
        assertThat(problems("It is 77, or 78, or 79.")).hasSize(3);
    }

    private static List<String> problems(String text) {
        NotebookFile notebook = NotebookBuilder.titled("Numbers")
                .text(text)
                .code("int epochs = Budget.choose(3, 20, 100); // 79\nDenseLayer(784, 32, 3e-3, .25)")
                .build();
        return NumberLint.problems(notebook, CLAIMS);
    }
}
