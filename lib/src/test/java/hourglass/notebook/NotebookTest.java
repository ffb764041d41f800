package hourglass.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

class NotebookTest {
    private final PrintStream before = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true));
    }

    @AfterEach
    void restore() {
        System.setOut(before);
    }

    @Test
    void differentiatesAGraphWithoutALine() {
        SameDiff graph = SameDiff.create();
        var w = graph.var("w", Nd4j.scalar(3f));
        w.mul(w).sum("loss");
        graph.setLossVariables("loss");

        Notebook.silently(() -> graph.createGradFunction("w"));

        assertThat(graph.calculateGradients(Map.of(), "w").get("w").getFloat(0)).isEqualTo(6f);
        assertThat(printed.toString()).isEmpty();
    }

    @Test
    void printsAgainAfterwardsEvenAfterAnError() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Notebook.silently(() -> {
                    System.out.println("lost");
                    throw new IllegalStateException("thrown on");
                }))
                .withMessage("thrown on");

        System.out.print("kept");
        assertThat(printed.toString()).isEqualTo("kept");
    }
}
