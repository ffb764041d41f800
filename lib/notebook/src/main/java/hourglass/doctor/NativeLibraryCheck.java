package hourglass.doctor;

import hourglass.engine.NativeFeatures;
import hourglass.runtime.Acceleration;
import hourglass.runtime.NativeBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Checks whether ND4J's native library loads, and which instructions of the processor it uses. */
final class NativeLibraryCheck {

    private static final String ABOUT = "Native library";

    private NativeLibraryCheck() {}

    /** Loads the library, which takes a second or two. */
    static List<Finding> check() {
        return check(NativeBackend.prepare(), NativeFeatures::load, isMusl(Path.of(System.getProperty("java.home"))));
    }

    /**
     * Checks what a function loads.
     *
     * @param musl whether this Java is built for musl instead of glibc
     */
    static List<Finding> check(NativeBackend backend, Supplier<NativeFeatures> loading, boolean musl) {
        NativeFeatures features;
        try {
            features = loading.get();
        } catch (LinkageError | RuntimeException e) {
            return List.of(failed(backend.build(), ErrorMessages.reason(e), musl));
        }
        List<Finding> problems = new ArrayList<>();
        if (!backend.inTime()) {
            problems.add(Finding.warning(
                    ABOUT,
                    "ND4J was loaded before it could be configured, so it may lack oneDNN and have other limits",
                    "restart the kernel, and run the set-up cell first"));
        }
        if (musl) {
            problems.add(Finding.warning(
                    ABOUT,
                    backend.build() + " runs on musl, for which it was not built",
                    "use a system with glibc, such as Debian or Ubuntu"));
        }
        if (!features.sufficient()) {
            problems.add(Finding.wrong(
                    ABOUT,
                    "The processor lacks instructions that " + backend.build()
                            + " was compiled for, so a kernel may die",
                    "use a machine with AVX, which processors have since 2011, or let the virtual machine pass it on"));
        }
        if (!features.oneDnn() && hasOneDnn(backend.build()) && !Acceleration.leavesOutOneDnn()) {
            problems.add(Finding.warning(
                    ABOUT,
                    backend.build() + " runs without oneDNN, so networks train two to six times slower",
                    "run mvn clean package, and set neither of JavaCPP's properties for platform and extension"));
        }
        if (features.oneDnn()
                && !features.instructions().startsWith("avx2")
                && !features.instructions().startsWith("avx512")) {
            problems.add(Finding.warning(
                    ABOUT,
                    "oneDNN finds no more than " + features.instructions()
                            + " on this processor, so training is slower",
                    "use a machine with AVX2, or let the virtual machine pass it on"));
        }
        return problems.isEmpty() ? List.of(Finding.fine(ABOUT, described(backend.build(), features))) : problems;
    }

    private static String described(String build, NativeFeatures features) {
        return features.oneDnn()
                ? build + ", and oneDNN uses " + features.instructions()
                : build + " without oneDNN, "
                        + (hasOneDnn(build)
                                ? "as " + Acceleration.VARIABLE + " or the system property says"
                                : "of which no build runs on this processor")
                        + ", so kernels in Java compute";
    }

    private static boolean hasOneDnn(String build) {
        return build.contains("x86_64");
    }

    private static Finding failed(String build, String reason, boolean musl) {
        String what = "ND4J's native library for " + build + " does not load (" + reason + ")";
        String cause = reason.toLowerCase(Locale.ROOT);
        String remedy;
        if (musl || cause.contains("musl") || cause.contains("ld-linux")) {
            remedy = "it needs glibc, so use Debian, Ubuntu or another system with it in place of Alpine";
        } else if (cause.contains("glibc")) {
            remedy = "this system is too old for it, so use a newer one";
        } else if (cause.contains("no space left")) {
            remedy = "free 600 MB in the folder .javacpp of your home";
        } else if (cause.contains("failed to map")
                || cause.contains("not permitted")
                || cause.contains("permission denied")) {
            remedy = "programs may not be run from the folder .javacpp of your home, so name another one with"
                    + " JJAVA_JVM_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER";
        } else {
            remedy =
                    "run mvn clean package on this machine, since the jars are for one system and processor, and delete the"
                            + " folder .javacpp/cache of your home";
        }
        return Finding.wrong(ABOUT, what, remedy);
    }

    /** Whether a JDK is built for musl: its file "release" says so, on JDK 17 and newer. */
    static boolean isMusl(Path home) {
        try {
            return Files.readString(home.resolve("release")).contains("LIBC=\"musl\"");
        } catch (IOException e) {
            return false;
        }
    }
}
