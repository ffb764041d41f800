package hourglass.runtime;

import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/**
 * Chooses ND4J's native build and its limits, before ND4J loads.
 *
 * <p>Measured reason: Deeplearning4j's layers never use oneDNN unless the build with oneDNN is selected and the helpers are
 * switched on, both by system properties that are read once. A small convolutional network of Deeplearning4j's own layers then
 * trains 6 to 15 times faster, at the same losses. The memory limits are set because JavaCPP counts everything the process
 * holds against twice the heap, so that a small heap ends in "Physical memory usage is too high" while the machine has memory
 * to spare.
 *
 * <p>A build for AVX-512 is never chosen: it kills the process on a machine without it, and oneDNN looks at the processor
 * itself. A property that is already set is respected.
 *
 * @param build the platform and the extension of the native build, for instance {@code linux-x86_64-onednn}
 * @param oneDnn whether that build has oneDNN
 * @param memoryLimit how many bytes outside of the heap ND4J may hold
 * @param inTime whether ND4J was not loaded yet; otherwise the choice had no effect
 */
public record NativeBackend(String build, boolean oneDnn, long memoryLimit, boolean inTime) {

    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";
    private static final String MAX_BYTES = "org.bytedeco.javacpp.maxbytes";
    private static final String MAX_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxphysicalbytes";
    private static final String CRASH_REPORTS = "org.deeplearning4j.crash.reporting.enabled";
    private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";
    private static final String ND4J_BANNER = "org.nd4j.log.initialization";
    private static final String BINDINGS = "org/nd4j/linalg/cpu/nativecpu/bindings/";
    private static final String ONEDNN = "-onednn";

    // An allowance for the memory of the JVM itself, JShell, oneDNN and the C library, and of JupyterLab.
    private static final long NOT_COUNTED = 768L << 20;

    // An allowance for JupyterLab, its client, and what the system needs.
    private static final long BESIDE_THE_KERNEL = 600L << 20;

    // From this much memory on the whole process gets no limit; processLimit says why.
    private static final long ENOUGH = 4L << 30;

    private static NativeBackend prepared;

    /** Whether arrays lie in the processor's memory: with the Maven profile gpu they do not, and the engine is off. */
    public static final boolean ON_PROCESSOR =
            NativeBackend.class.getClassLoader().getResource("org/nd4j/linalg/cpu/nativecpu/CpuBackend.class") != null;

    /**
     * Sets the properties that ND4J, JavaCPP and Deeplearning4j read when they load. Only the first call does anything;
     * later calls return the same description. Any thread may call it.
     */
    public static synchronized NativeBackend prepare() {
        if (prepared == null) {
            prepared = choose();
        }
        return prepared;
    }

    private static NativeBackend choose() {
        String platform = Loader.Detector.getPlatform();
        String extension = System.getProperty(EXTENSION);
        if (extension == null) {
            extension = available(platform + ONEDNN) ? ONEDNN : "";
            if (!extension.isEmpty()) {
                System.setProperty(EXTENSION, extension);
            }
        }
        long physical = physicalMemory();
        setUnlessGiven(MAX_BYTES, Long.toString(memoryLimit(Runtime.getRuntime().maxMemory(), physical)));
        setUnlessGiven(MAX_PHYSICAL_BYTES, Long.toString(processLimit(physical)));
        setUnlessGiven(CRASH_REPORTS, "false");
        setUnlessGiven(HELPERS_DISABLED, "false");
        setUnlessGiven(ND4J_BANNER, "false");

        NativeCache.requireUsable();

        // The first use of Pointer reads the limits: if it reports another one, it had read them before.
        long inForce = Pointer.maxBytes();
        boolean inTime = Loader.getLoadedLibraries().keySet().stream().noneMatch(name -> name.contains("nd4jcpu"));
        return new NativeBackend(platform + extension, extension.startsWith(ONEDNN), inForce, inTime);
    }

    /**
     * Half of the machine's memory, or as much as the heap may take when that is more. On a machine, or in a container, of less
     * than 3 GB whose heap has Java's default size, a quarter, it is less than half: heap, arrays, and what neither of them
     * counts then stay below the whole.
     */
    static long memoryLimit(long heap, long physical) {
        return Math.max(heap, Math.min(physical / 2, physical - heap - NOT_COUNTED));
    }

    /**
     * What the process may hold in all before arrays that nothing refers to any more are freed, 0 for no limit. JavaCPP does
     * not count ND4J's arrays against its other limit, so only this one frees them; it costs a look at the process for each
     * allocation, which a machine of 4 GB and more does not need.
     */
    static long processLimit(long physical) {
        return physical <= BESIDE_THE_KERNEL || physical >= ENOUGH ? 0 : physical - BESIDE_THE_KERNEL;
    }

    private static boolean available(String build) {
        return NativeBackend.class.getClassLoader().getResource(BINDINGS + build + "/") != null
                || NativeBackend.class
                                .getClassLoader()
                                .getResource(BINDINGS + build + "/" + System.mapLibraryName("jnind4jcpu"))
                        != null;
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** The machine's memory, or a container's limit, which the JDK looks up since version 14. */
    private static long physicalMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : 0;
    }

    /** One sentence for a reader: what was chosen, or that the choice came too late. */
    @Override
    public String toString() {
        String chosen = "ND4J's native build is " + build + (oneDnn ? ", with oneDNN," : ", without oneDNN,")
                + " and may hold " + memoryLimit / (1 << 20) + " MB outside of the heap";
        return inTime
                ? chosen + "."
                : "ND4J was loaded before it could be configured, so it may lack oneDNN and have other limits: call"
                        + " NativeBackend.prepare() before the first use of ND4J.";
    }
}
