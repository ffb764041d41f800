package hourglass.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.doctor.Finding.Level;
import hourglass.engine.NativeFeatures;
import hourglass.runtime.Acceleration;
import hourglass.runtime.NativeBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeLibraryCheckTest {

    private static final NativeBackend INTEL = new NativeBackend("linux-x86_64-onednn", true, 1L << 32, true);

    @Test
    void theLibraryOfTheMachineThatTestsLoads() {
        assertThat(NativeLibraryCheck.check()).noneMatch(finding -> finding.level() == Level.WRONG);
    }

    @Test
    void theBestInstructionsAreTold() {
        assertThat(check(INTEL, new NativeFeatures(true, true, "avx512_core_vnni")))
                .isEqualTo(Finding.fine("Native library", "linux-x86_64-onednn, and oneDNN uses avx512_core_vnni"));
    }

    @Test
    void armWithoutOneDnnIsAsItMustBe() {
        NativeBackend arm = new NativeBackend("linux-arm64", false, 1L << 32, true);

        assertThat(check(arm, new NativeFeatures(true, false, "")))
                .isEqualTo(
                        Finding.fine(
                                "Native library",
                                "linux-arm64 without oneDNN, of which no build runs on this processor, so kernels in Java compute"));
    }

    @Test
    void intelWithoutOneDnnIsFineWhereItWasTurnedOff() {
        String before = System.getProperty(Acceleration.PROPERTY);
        System.setProperty(Acceleration.PROPERTY, "portable");
        try {
            assertThat(check(INTEL, new NativeFeatures(true, false, "")))
                    .isEqualTo(Finding.fine(
                            "Native library",
                            "linux-x86_64-onednn without oneDNN, as HOURGLASS_ACCELERATE or the system property says, so"
                                    + " kernels in Java compute"));
        } finally {
            if (before == null) {
                System.clearProperty(Acceleration.PROPERTY);
            } else {
                System.setProperty(Acceleration.PROPERTY, before);
            }
        }
    }

    @Test
    void intelWithoutOneDnnIsAWarning() {
        assertThat(check(INTEL, new NativeFeatures(true, false, "")).sentence())
                .startsWith(
                        "linux-x86_64-onednn runs without oneDNN, so networks train two to six times slower: run mvn clean");
    }

    @Test
    void anOldProcessorIsAWarningAndOneThatIsTooOldIsWrong() {
        assertThat(check(INTEL, new NativeFeatures(true, true, "sse41")).level())
                .isEqualTo(Level.WARNING);
        assertThat(check(INTEL, new NativeFeatures(true, true, "avx")).sentence())
                .isEqualTo(
                        "oneDNN finds no more than avx on this processor, so training is slower: use a machine with AVX2, or"
                                + " let the virtual machine pass it on.");
        assertThat(check(INTEL, new NativeFeatures(true, true, "avx2")))
                .extracting(Finding::isProblem)
                .isEqualTo(false);
        assertThat(check(INTEL, new NativeFeatures(false, true, "avx2")).level())
                .isEqualTo(Level.WRONG);
    }

    @Test
    void aChoiceThatCameTooLateIsAWarning() {
        NativeBackend late = new NativeBackend("linux-x86_64", true, 1L << 32, false);

        assertThat(check(late, new NativeFeatures(true, true, "avx2")).remedy())
                .isEqualTo("restart the kernel, and run the set-up cell first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            libjnijavacpp.so: libc.musl-x86_64.so.1: cannot open shared object file | needs glibc
            Error loading shared library ld-linux-x86-64.so.2: No such file | needs glibc
            /lib/libc.so.6: version `GLIBC_2.27' not found | too old
            No space left on device | free 600 MB
            libnd4jcpu.so: failed to map segment from shared object | may not be run
            no jnind4jcpu in java.library.path | run mvn clean package
            """)
    void aLibraryThatDoesNotLoadIsWrongWithARemedyForItsReason(String reason, String remedy) {
        Finding finding = NativeLibraryCheck.check(
                        INTEL,
                        () -> {
                            throw new ExceptionInInitializerError(
                                    new RuntimeException(new UnsatisfiedLinkError(reason)));
                        },
                        false)
                .get(0);

        assertThat(finding.level()).isEqualTo(Level.WRONG);
        assertThat(finding.what())
                .isEqualTo("ND4J's native library for linux-x86_64-onednn does not load (" + reason + ")");
        assertThat(finding.remedy()).contains(remedy);
    }

    @Test
    void aJavaForMuslSaysSo(@TempDir Path home) throws IOException {
        assertThat(NativeLibraryCheck.isMusl(home)).isFalse();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.9\"\nLIBC=\"musl\"\nOS_ARCH=\"x86_64\"\n");
        assertThat(NativeLibraryCheck.isMusl(home)).isTrue();

        assertThat(NativeLibraryCheck.check(INTEL, () -> new NativeFeatures(true, true, "avx2"), true))
                .extracting(Finding::level)
                .containsExactly(Level.WARNING);
        assertThat(NativeLibraryCheck.check(
                        INTEL,
                        () -> {
                            throw new UnsatisfiedLinkError("cannot load");
                        },
                        true))
                .extracting(Finding::remedy)
                .containsExactly("it needs glibc, so use Debian, Ubuntu or another system with it in place of Alpine");
    }

    private static Finding check(NativeBackend backend, NativeFeatures features) {
        return NativeLibraryCheck.check(backend, () -> features, false).get(0);
    }
}
