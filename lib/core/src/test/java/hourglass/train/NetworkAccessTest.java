package hourglass.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetworkAccessTest {

    private final NetworkAccess access = new NetworkAccess();

    /**
     * Runs something in a thread of its own, and returns the thread as soon as it waits.
     *
     * @param end gets the exception with which the work ends, or the thread's interrupt flag
     */
    private static Thread waiting(Runnable work, CompletableFuture<Object> end) throws InterruptedException {
        Thread thread = new Thread(() -> {
            try {
                work.run();
                end.complete(Thread.currentThread().isInterrupted());
            } catch (RuntimeException e) {
                end.complete(e);
            }
        });
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        return thread;
    }

    @Test
    void whoeverWaitsIsFreedByAnInterrupt() throws InterruptedException {
        access.acquire();
        CompletableFuture<Object> end = new CompletableFuture<>();

        waiting(() -> access.acquire("measuring the loss"), end).interrupt();

        assertThat(end.join())
                .isInstanceOf(CancellationException.class)
                .hasToString(
                        "java.util.concurrent.CancellationException: Stopped while measuring the loss: run it again for the whole result.");
        access.release();
        assertThatCode(access::acquire).doesNotThrowAnyException();
    }

    @Test
    void aTrainingKeepsItsPlaceAlthoughItIsInterrupted() throws InterruptedException {
        access.acquire();
        CompletableFuture<Object> end = new CompletableFuture<>();

        Thread trainer = waiting(access::acquire, end);
        trainer.interrupt();
        trainer.join(100);
        assertThat(end).isNotDone();
        access.release();

        assertThat(end.join()).as("interrupt flag").isEqualTo(true);
    }

    @Test
    void whoeverWaitedWhileTheNetworkWasClosedIsToldAndHoldsNothing() throws InterruptedException {
        CompletableFuture<Object> end = new CompletableFuture<>();
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        AtomicInteger closings = new AtomicInteger();

        access.acquire();
        waiting(() -> access.acquire("encoding"), end);
        access.close(closings::incrementAndGet);
        access.close(closings::incrementAndGet);
        access.release();

        assertThat(end.join()).isInstanceOf(IllegalStateException.class);
        assertThat(closings).hasValue(1);
        new Thread(() -> {
                    try {
                        access.acquire();
                        next.complete(true);
                    } catch (IllegalStateException e) {
                        next.complete(false);
                    }
                })
                .start();
        assertThat(next.join()).isFalse();
    }
}
