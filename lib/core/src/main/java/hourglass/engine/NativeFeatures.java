package hourglass.engine;

import hourglass.engine.onednn.OneDnn;
import hourglass.runtime.NativeBackend;
import java.util.Locale;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What the loaded native libraries make of this processor.
 *
 * @param sufficient whether the processor has every instruction that ND4J's build was compiled for
 * @param oneDnn whether oneDNN runs here
 * @param instructions the best vector instructions that oneDNN uses, such as {@code avx2} or {@code avx512_core}; empty
 *     without it
 */
public record NativeFeatures(boolean sufficient, boolean oneDnn, String instructions) {

    /**
     * Loads ND4J and oneDNN, which takes a second or two, and asks them.
     *
     * @throws LinkageError if ND4J's native library does not load on this machine; a missing oneDNN is no error
     * @throws RuntimeException if ND4J finds no native library for this machine
     */
    public static NativeFeatures load() {
        NativeBackend.prepare();
        Nd4j.getBackend(); // NativeOpsHolder is empty until ND4J is loaded.
        NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
        boolean oneDnn = OneDnn.available();
        return new NativeFeatures(operations.isMinimalRequirementsMet(), oneDnn, oneDnn ? best() : "");
    }

    private static String best() {
        return String.valueOf(dnnl.get_effective_cpu_isa()).toLowerCase(Locale.ROOT);
    }
}
