package hourglass.runtime;

import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;

/**
 * Says which of several kinds of memory has run out, and which number to raise. Arrays lie outside of the heap, where
 * JavaCPP keeps them below limits of its own if it was given any, and the operating system below its own.
 */
public final class MemoryErrors {
    private static final String BEGINNING = "Out of memory while ";
    private static final String PROPERTIES = "org.bytedeco.javacpp.";
    private static final long MEBIBYTE = 1 << 20; // what the JVM's options and JavaCPP's properties call m

    private MemoryErrors() {}

    /**
     * Does something that takes much memory.
     *
     * @param doing what that is, as in "Out of memory while training"
     * @throws OutOfMemoryError if there was not enough, in place of what Java, JavaCPP or ND4J threw
     */
    public static <T> T explained(String doing, Supplier<T> work) {
        try {
            return work.get();
        } catch (OutOfMemoryError e) {
            throw explained(doing, e);
        } catch (RuntimeException e) {
            // Deeplearning4j wraps the error, and ND4J makes one of its own of the operating system's refusal.
            for (Throwable each = e; each != null; each = each.getCause()) {
                if (each instanceof OutOfMemoryError
                        || each.getMessage() != null && each.getMessage().startsWith("Allocation failed")) {
                    throw explained(doing, each);
                }
            }
            throw e;
        }
    }

    /** Returns an error with one sentence, to be thrown in place of another. */
    public static OutOfMemoryError explained(String doing, Throwable cause) {
        if (cause instanceof OutOfMemoryError error
                && String.valueOf(error.getMessage()).startsWith(BEGINNING)) {
            return error;
        }
        OutOfMemoryError explained = new OutOfMemoryError(
                BEGINNING + doing + ": " + reason(cause) + "; or take fewer examples or smaller batches.");
        explained.initCause(cause);
        return explained;
    }

    private static String reason(Throwable cause) {
        String said = "";
        for (Throwable each = cause; each != null; each = each.getCause()) {
            said += each.getMessage() + " ";
        }
        said = said.toLowerCase(Locale.ROOT);
        if (said.contains("maxphysicalbytes")) {
            return reached("the process", Pointer.physicalBytes(), "maxphysicalbytes", Pointer.maxPhysicalBytes());
        }
        if (said.contains("maxbytes")) {
            return reached("JavaCPP", Pointer.totalBytes(), "maxbytes", Pointer.maxBytes());
        }
        if (said.contains("heap") || said.contains("gc overhead")) {
            long limit = Runtime.getRuntime().maxMemory() / MEBIBYTE;
            return "Java's heap is full at " + limit + " MB: start Java (or the notebook's kernel) with -Xmx"
                    + 2 * limit + "m";
        }
        return "the system gave no more to a process that holds " + Pointer.physicalBytes() / MEBIBYTE
                + " MB: end other programs and kernels, or give the container or virtual machine more memory";
    }

    private static String reached(String who, long held, String property, long limit) {
        return String.format(
                Locale.ROOT,
                "%s holds %d MB and may hold %d MB: start Java (or the notebook's kernel) with -D%s%s=%dm",
                who,
                held / MEBIBYTE,
                limit / MEBIBYTE,
                PROPERTIES,
                property,
                2 * limit / MEBIBYTE);
    }
}
