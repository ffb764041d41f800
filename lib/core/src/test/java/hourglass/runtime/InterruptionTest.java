package hourglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {

    @Test
    void eachPieceIsDoneOnce() {
        for (int n : new int[] {0, 1, 2, 1_000}) {
            AtomicIntegerArray done = new AtomicIntegerArray(n);
            Interruption.forEach(n, "counting", done::incrementAndGet);
            assertThat(IntStream.range(0, n).map(done::get)).allMatch(times -> times == 1);
        }
    }

    @Test
    void noPieceIsBegunAfterAnInterrupt() {
        AtomicInteger begun = new AtomicInteger();
        Thread caller = Thread.currentThread();
        Thread other = new Thread(() -> {
            pause(100);
            caller.interrupt();
        });
        other.start();

        assertThatThrownBy(() -> Interruption.forEach(100_000, "resting", i -> {
                    begun.incrementAndGet();
                    pause(5);
                }))
                .isInstanceOf(CancellationException.class)
                .hasMessage("Stopped while resting: run it again for the whole result.");
        assertThat(Thread.interrupted()).as("the flag stays set").isTrue();

        int then = begun.get();
        pause(100);
        assertThat(begun.get()).isEqualTo(then).isLessThan(50_000);
    }

    @Test
    void whatAPieceThrowsIsThrownAndEndsTheOthers() {
        AtomicInteger begun = new AtomicInteger();

        assertThatThrownBy(() -> Interruption.forEach(1_000_000, "failing", i -> {
                    if (begun.incrementAndGet() == 5) {
                        throw new IllegalStateException("the fifth");
                    }
                    pause(1);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the fifth");
        assertThat(begun.get()).isLessThan(100_000);
    }

    /** Works for so many milliseconds, whatever the interrupt flag says. */
    private static void pause(long milliseconds) {
        long end = System.nanoTime() + milliseconds * 1_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
