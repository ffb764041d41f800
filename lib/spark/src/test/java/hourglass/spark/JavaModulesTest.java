package hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JavaModulesTest {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream error = new PrintStream(shown, true, StandardCharsets.UTF_8);

    @BeforeEach
    void watchTheErrorStream() {
        System.setErr(error);
    }

    @AfterEach
    void giveItBack() {
        System.setErr(before);
    }

    @Test
    void leavesOutTheWarningsOfTheJdkAndNothingElse() {
        String answer = JavaModules.withoutWarnings(() -> {
            System.err.println("WARNING: A Java agent has been loaded dynamically (byte-buddy-agent.jar)");
            System.err.println("The agent could not be read.");
            return "installed";
        });

        assertThat(answer).isEqualTo("installed");
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .isEqualTo("The agent could not be read." + System.lineSeparator());
        assertThat(System.err).isSameAs(error);
    }

    @Test
    void givesTheErrorStreamBackAfterAFailure() {
        assertThatThrownBy(() -> JavaModules.withoutWarnings(() -> {
                    throw new IllegalStateException("No agent.");
                }))
                .hasMessage("No agent.");

        assertThat(System.err).isSameAs(error);
    }
}
