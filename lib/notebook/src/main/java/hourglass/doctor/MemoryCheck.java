package hourglass.doctor;

import hourglass.runtime.NativeBackend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks how much memory this process may take. All sizes are in bytes, and 0 where they are not known.
 *
 * @param heap the most that the heap may take
 * @param offHeap the most that ND4J may hold outside of it
 * @param limit the machine's memory, or the container's limit where it is less
 * @param machine the machine's memory
 * @param available what the machine could give now without swapping
 */
record MemoryCheck(long heap, long offHeap, long limit, long machine, long available) {

    private static final String ABOUT = "Memory";
    private static final long MB = 1 << 20;

    /** A file of 47 million pixels may take a quarter of the heap; see IdxFile. */
    private static final long LEAST_HEAP = 4 * 47_040_016L;

    /** Fashion-MNIST's 70,000 pictures as floats take 220 MB, and a training copies a part of them. */
    private static final long LEAST_OFF_HEAP = 512 * MB;

    /** The lessons are made for 2 GB; a little less is enough, since the system keeps some of it for itself. */
    private static final long LEAST_MACHINE = 1_900 * MB;

    private static final long LEAST_AVAILABLE = 1_000 * MB;
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    /** Returns the limits of this process. */
    static MemoryCheck here() {
        long limit =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize() // Inside a container it is the container's.
                        : 0;
        String meminfo = meminfo();
        return new MemoryCheck(
                Runtime.getRuntime().maxMemory(),
                NativeBackend.prepare().memoryLimit(),
                limit,
                Math.max(limit, kilobytes(meminfo, "MemTotal")),
                kilobytes(meminfo, "MemAvailable"));
    }

    private static String meminfo() {
        try {
            return Files.isReadable(MEMINFO) ? Files.readString(MEMINFO) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns a value of Linux's file meminfo in bytes, or 0 if it is not there. */
    static long kilobytes(String meminfo, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB").matcher(meminfo);
        return line.find() ? Long.parseLong(line.group(1)) * 1024 : 0;
    }

    List<Finding> check() {
        List<Finding> problems = new ArrayList<>();
        String all = limit < machine
                ? "the container's limit of " + mb(limit) + " (the machine has " + mb(machine) + ")"
                : "the machine's " + mb(machine);
        if (heap < LEAST_HEAP) {
            problems.add(Finding.wrong(
                    ABOUT,
                    "The heap may take " + mb(heap) + ", and Fashion-MNIST cannot be read with less than "
                            + mb(LEAST_HEAP),
                    "give the kernel more with JJAVA_JVM_OPTS=-Xmx1g"));
        }
        warn(
                problems,
                offHeap > 0 && offHeap < LEAST_OFF_HEAP,
                "ND4J may hold " + mb(offHeap) + " outside of the heap, and a lesson holds up to " + mb(LEAST_OFF_HEAP),
                "raise it with JJAVA_JVM_OPTS=-Dorg.bytedeco.javacpp.maxbytes=1G");
        warn(
                problems,
                limit > 0 && limit < LEAST_MACHINE,
                "JupyterLab and its kernels share " + all + ", and the lessons are made for 2 GB",
                limit < machine
                        ? "raise the container's limit"
                        : "close other programs, and open one lesson at a time");
        warn(
                problems,
                limit > 0 && heap + offHeap > limit,
                "The heap (" + mb(heap) + ") and ND4J (" + mb(offHeap) + ") may take more than " + all
                        + ", and the system then kills the kernel without a message",
                "lower -Xmx, or set JJAVA_JVM_OPTS=-Dorg.bytedeco.javacpp.maxbytes=" + limit / 2 / MB + "M");
        warn(
                problems,
                available > 0 && available < LEAST_AVAILABLE,
                "Of the machine's " + mb(machine) + " only " + mb(available) + " are free now",
                "close other programs and other kernels");
        return problems.isEmpty()
                ? List.of(Finding.fine(ABOUT, mb(heap) + " for the heap and " + mb(offHeap) + " for ND4J, of " + all))
                : problems;
    }

    private static void warn(List<Finding> problems, boolean present, String what, String remedy) {
        if (present) {
            problems.add(Finding.warning(ABOUT, what, remedy));
        }
    }

    private static String mb(long bytes) {
        return (bytes + MB - 1) / MB + " MB";
    }
}
