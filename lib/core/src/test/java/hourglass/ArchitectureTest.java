package hourglass;

import hourglass.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

/** Holds the structure of this module: see {@code ARCHITECTURE.md}. */
class ArchitectureTest {

    // From the ground up: each package may use those before it.
    private final ArchitectureRules rules = ArchitectureRules.of(
            "hourglass.runtime",
            "hourglass.data",
            "hourglass.data.format",
            "hourglass.data.synthetic",
            "hourglass.data.source",
            "hourglass.layers",
            "hourglass.network",
            "hourglass.serialization",
            "hourglass.engine.onednn",
            "hourglass.engine.kernels",
            "hourglass.engine.image",
            "hourglass.engine.image.onednn",
            "hourglass.engine.image.portable",
            "hourglass.engine.optimizer",
            "hourglass.engine.step",
            "hourglass.engine.layers",
            "hourglass.engine",
            "hourglass.train",
            "hourglass.model",
            "hourglass.onnx",
            "hourglass.evaluate.linalg",
            "hourglass.evaluate",
            "hourglass.evaluate.baseline");

    @Test
    void packagesAreSmallAndDependInOneDirectionAndNowhereInACircle() {
        rules.check();
    }

    @Test
    void usesNoLibraryForChartsTablesJsonOrLogging() {
        rules.checkUsesOnly(
                "org.nd4j",
                "org.deeplearning4j",
                "org.bytedeco",
                "org.apache.commons.math3",
                "org.apache.commons.csv",
                "onnx");
    }
}
