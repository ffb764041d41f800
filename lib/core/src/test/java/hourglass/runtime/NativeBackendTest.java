package hourglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeBackendTest {

    private static final long GIB = 1L << 30;

    @Test
    void preparesOnceAndSaysWhatItChose() {
        NativeBackend backend = NativeBackend.prepare();

        assertThat(NativeBackend.prepare()).isSameAs(backend);
        assertThat(backend.toString()).endsWith(".").contains("ND4J");
    }

    @Test
    void theBuildWithOneDnnIsNeverOneForASpecialProcessor() {
        assertThat(NativeBackend.prepare().build()).doesNotContain("avx");
    }

    @Test
    void theLimitIsHalfOfTheMachineOrAsMuchAsTheHeap() {
        assertThat(NativeBackend.memoryLimit(2 * GIB, 16 * GIB)).isEqualTo(8 * GIB);
        assertThat(NativeBackend.memoryLimit(6 * GIB, 8 * GIB)).isEqualTo(6 * GIB);
    }

    @Test
    void heapAndLimitLeaveRoomInASmallContainer() {
        for (long gib = 2; gib <= 64; gib *= 2) {
            long physical = gib * GIB;
            long heap = physical / 4; // What the JVM takes where nobody says anything.
            long limit = NativeBackend.memoryLimit(heap, physical);

            assertThat(physical - heap - limit).isGreaterThanOrEqualTo(3 * GIB / 4);
            assertThat(limit).isGreaterThanOrEqualTo(3 * GIB / 4).isLessThanOrEqualTo(physical / 2);
        }
        assertThat(NativeBackend.memoryLimit(GIB, 4 * GIB)).isEqualTo(2 * GIB);
        assertThat(NativeBackend.memoryLimit(GIB / 2, 0)).as("unknown").isEqualTo(GIB / 2);
    }

    @Test
    void aSmallMachineFreesArraysBeforeTheSystemKillsTheKernel() {
        assertThat(NativeBackend.processLimit(2 * GIB)).isBetween(5 * GIB / 4, 3 * GIB / 2);
        assertThat(NativeBackend.processLimit(4 * GIB)).isZero();
        assertThat(NativeBackend.processLimit(0)).as("unknown").isZero();
    }

    @Test
    void aChoiceThatCameTooLateIsExplained() {
        assertThat(new NativeBackend("linux-x86_64", false, GIB, false))
                .hasToString(
                        "ND4J was loaded before it could be configured, so it may lack oneDNN and have other limits:"
                                + " call NativeBackend.prepare() before the first use of ND4J.");
    }

    @Test
    void theChoiceIsOneSentence() {
        assertThat(new NativeBackend("linux-x86_64-onednn", true, 8 * GIB, true))
                .hasToString("ND4J's native build is linux-x86_64-onednn, with oneDNN, and may hold 8192 MB outside of"
                        + " the heap.");
    }
}
