package hourglass.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.doctor.Finding.Level;
import org.junit.jupiter.api.Test;

class MemoryCheckTest {

    private static final long MB = 1 << 20;
    private static final MemoryCheck LAPTOP =
            new MemoryCheck(4_000 * MB, 8_000 * MB, 16_000 * MB, 16_000 * MB, 6_000 * MB);

    @Test
    void enoughIsFine() {
        assertThat(LAPTOP.check())
                .containsExactly(
                        Finding.fine("Memory", "4000 MB for the heap and 8000 MB for ND4J, of the machine's 16000 MB"));
        MemoryCheck container = new MemoryCheck(500 * MB, 1_000 * MB, 2_000 * MB, 16_000 * MB, 0);
        assertThat(container.check())
                .containsExactly(Finding.fine(
                        "Memory",
                        "500 MB for the heap and 1000 MB for ND4J, of the container's limit of 2000 MB (the machine has"
                                + " 16000 MB)"));
    }

    @Test
    void aHeapThatCannotHoldADatasetIsWrong() {
        assertThat(new MemoryCheck(128 * MB, 8_000 * MB, 16_000 * MB, 16_000 * MB, 0).check())
                .containsExactly(Finding.wrong(
                        "Memory",
                        "The heap may take 128 MB, and Fashion-MNIST cannot be read with less than 180 MB",
                        "give the kernel more with JJAVA_JVM_OPTS=-Xmx1g"));
    }

    @Test
    void littleOutsideOfTheHeapIsAWarning() {
        assertThat(new MemoryCheck(1_000 * MB, 100 * MB, 16_000 * MB, 16_000 * MB, 0).check())
                .extracting(Finding::sentence)
                .containsExactly(
                        "ND4J may hold 100 MB outside of the heap, and a lesson holds up to 512 MB: raise it with"
                                + " JJAVA_JVM_OPTS=-Dorg.bytedeco.javacpp.maxbytes=1G.");
    }

    @Test
    void aSmallContainerIsToldFromASmallMachine() {
        assertThat(new MemoryCheck(250 * MB, 512 * MB, 1_000 * MB, 16_000 * MB, 0).check())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WARNING);
                    assertThat(finding.what()).contains("the container's limit of 1000 MB (the machine has 16000 MB)");
                    assertThat(finding.remedy()).isEqualTo("raise the container's limit");
                });
        assertThat(new MemoryCheck(250 * MB, 512 * MB, 1_000 * MB, 1_000 * MB, 0).check())
                .extracting(Finding::remedy)
                .containsExactly("close other programs, and open one lesson at a time");
    }

    @Test
    void limitsThatGoBeyondTheContainerAreAWarning() {
        assertThat(new MemoryCheck(3_000 * MB, 3_000 * MB, 4_000 * MB, 64_000 * MB, 0).check())
                .extracting(Finding::sentence)
                .containsExactly(
                        "The heap (3000 MB) and ND4J (3000 MB) may take more than the container's limit of 4000 MB (the"
                                + " machine has 64000 MB), and the system then kills the kernel without a message: lower -Xmx, or set"
                                + " JJAVA_JVM_OPTS=-Dorg.bytedeco.javacpp.maxbytes=2000M.");
    }

    @Test
    void aBusyMachineIsAWarning() {
        assertThat(new MemoryCheck(4_000 * MB, 8_000 * MB, 16_000 * MB, 16_000 * MB, 300 * MB).check())
                .extracting(Finding::sentence)
                .containsExactly(
                        "Of the machine's 16000 MB only 300 MB are free now: close other programs and other kernels.");
    }

    @Test
    void linuxTellsItsMemoryInKilobytes() {
        String meminfo = "MemTotal:       24683116 kB\nMemFree:          100 kB\nMemAvailable:    2048 kB\n";

        assertThat(MemoryCheck.kilobytes(meminfo, "MemAvailable")).isEqualTo(2 * MB);
        assertThat(MemoryCheck.kilobytes("", "MemAvailable")).isZero();
    }

    @Test
    void thisProcessHasLimits() {
        MemoryCheck here = MemoryCheck.here();

        assertThat(here.heap()).isEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(here.offHeap()).isPositive();
        assertThat(here.limit()).isPositive().isLessThanOrEqualTo(here.machine());
    }
}
