package hourglass;

import hourglass.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

/** Holds the structure of this module: see {@code ARCHITECTURE.md}. */
class ArchitectureTest {

    // From the ground up: each package may use those before it.
    private final ArchitectureRules rules = ArchitectureRules.of("hourglass.tools");

    @Test
    void packagesAreSmallAndDependInOneDirectionAndNowhereInACircle() {
        rules.check();
    }
}
