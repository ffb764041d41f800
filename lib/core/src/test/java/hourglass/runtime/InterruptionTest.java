package hourglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class InterruptionTest {

    @Test
    void takesEachNumberOnce() {
        AtomicIntegerArray counts = new AtomicIntegerArray(1_000);
        Interruption.forEach(1_000, counts::incrementAndGet);
        for (int i = 0; i < 1_000; i++) {
            assertThat(counts.get(i)).isEqualTo(1);
        }
    }

    @Test
    void endsEarlyAndKeepsTheFlag() {
        AtomicInteger done = new AtomicInteger();
        Thread caller = Thread.currentThread();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> Interruption.forEach(1_000_000, i -> {
                    if (done.incrementAndGet() == 100) {
                        caller.interrupt();
                    }
                }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).hasValueLessThan(1_000_000);
        assertThatNoException().isThrownBy(Interruption::check);
    }

    @Test
    void passesOnWhatTheWorkThrowsWhenAllHaveEnded() {
        AtomicInteger running = new AtomicInteger();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Interruption.forEach(1_000, i -> {
                    running.incrementAndGet();
                    try {
                        if (i == 7) {
                            throw new IllegalStateException("seven");
                        }
                    } finally {
                        running.decrementAndGet();
                    }
                }));
        assertThat(running).hasValue(0);
    }
}
