package hourglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkerPoolTest {

    private static final long LARGE = Long.MAX_VALUE;

    @Test
    void eachPartIsDoneOnce() {
        WorkerPool pool = new WorkerPool(3);
        AtomicIntegerArray done = new AtomicIntegerArray(3);
        for (int round = 0; round < 300; round++) {
            pool.run(LARGE, (part, parts) -> done.incrementAndGet(part));
        }

        assertThat(done).hasToString("[300, 300, 300]");
    }

    @Test
    void aWorkerThatHasFallenAsleepIsWoken() {
        WorkerPool pool = new WorkerPool(2);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int round = 0; round < 5; round++) {
                while (!pool.isAsleep(0)) {
                    Thread.sleep(1);
                }
                // Each part waits for the other one, so that the caller alone cannot do both.
                CountDownLatch begun = new CountDownLatch(2);
                pool.run(LARGE, (part, parts) -> {
                    threads.add(Thread.currentThread());
                    begun.countDown();
                    await(begun);
                });
            }
        });

        assertThat(threads).hasSize(2);
    }

    @Test
    @Timeout(60)
    void anIdlePoolTakesNoProcessorTimeAndDoesNotKeepTheProcessAlive() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        WorkerPool pool = new WorkerPool(2);
        Thread worker = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && WorkerPool.isWorker(thread))
                .findFirst()
                .orElseThrow();
        while (!pool.isAsleep(0)) {
            Thread.sleep(1);
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long asleep = threads.getThreadCpuTime(worker.getId());
        Thread.sleep(500);

        assertThat(Duration.ofNanos(threads.getThreadCpuTime(worker.getId()) - asleep))
                .as("a worker that looks for work without end would take most of the half second")
                .isLessThan(Duration.ofMillis(25));
        assertThat(worker.isDaemon()).isTrue();
        assertThat(pool.size()).as("the calling thread is a worker, too").isEqualTo(2);
        assertThat(WorkerPool.isWorker(Thread.currentThread())).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("The other part was never begun.", e);
        }
    }

    @Test
    void workInsideOfATaskAndSmallWorkIsDoneAlone() {
        WorkerPool pool = new WorkerPool(2);
        AtomicInteger inner = new AtomicInteger();
        pool.run(LARGE, (part, parts) -> {
            if (part == 0) {
                pool.run(LARGE, (p, all) -> inner.addAndGet(all));
            }
        });
        pool.run(1, (p, all) -> inner.addAndGet(10 * all));

        assertThat(inner).hasValue(11);
    }

    @Test
    void aFailureOfAnyPartReachesTheCallerAndThePoolGoesOn() {
        WorkerPool pool = new WorkerPool(2);
        for (int failing = 0; failing < 2; failing++) {
            int which = failing;
            assertThatThrownBy(() -> pool.run(LARGE, (part, parts) -> {
                        if (part == which) {
                            throw new IllegalStateException("part " + part);
                        }
                    }))
                    .hasMessage("part " + which);
        }
        AtomicInteger done = new AtomicInteger();
        pool.run(LARGE, (part, parts) -> done.incrementAndGet());

        assertThat(done).hasValue(2);
    }

    @Test
    void partsOfARangeCoverItOnce() {
        for (int length : new int[] {0, 1, 5, 784}) {
            assertThat(WorkerPool.start(length, 0, 3)).isZero();
            assertThat(WorkerPool.start(length, 3, 3)).isEqualTo(length);
            assertThat(WorkerPool.start(length, 1, 3)).isBetween(0, WorkerPool.start(length, 2, 3));
        }
        AtomicIntegerArray seen = new AtomicIntegerArray(10);
        new WorkerPool(3).run(LARGE, 10, (part, from, to) -> {
            for (int i = from; i < to; i++) {
                seen.incrementAndGet(i);
            }
        });
        assertThat(seen).hasToString("[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]");
    }

    @Test
    void thereAreAsManyWorkersAsProcessorsUnlessThePropertySaysOtherwise() {
        assertThat(WorkerPool.size(null, 16)).isEqualTo(16);
        assertThat(WorkerPool.size(" ", 1)).isOne();
        assertThat(WorkerPool.size(null, 1000)).isEqualTo(WorkerPool.MOST);
        assertThat(WorkerPool.size(" 3 ", 16)).isEqualTo(3);
        for (String wrong : List.of("0", "257", "-1", "two", "1.5", "99999999999")) {
            assertThatThrownBy(() -> WorkerPool.size(wrong, 16))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The system property hourglass.threads is \"" + wrong
                            + "\", but it can only be a whole number from 1 to 256: set it to the number of threads.");
        }
    }

    @Test
    void manyMoreWorkersThanProcessorsDoEachPartOnceAndSmallWorkHasFewParts() {
        WorkerPool pool = new WorkerPool(40);
        for (int round = 0; round < 200; round++) {
            AtomicIntegerArray done = new AtomicIntegerArray(1000);
            pool.run(LARGE, 1000, (part, from, to) -> {
                for (int i = from; i < to; i++) {
                    done.incrementAndGet(i);
                }
            });
            for (int i = 0; i < 1000; i++) {
                assertThat(done.get(i)).isOne();
            }
        }
        int[] seen = new int[1];
        pool.run(170_000, (part, parts) -> seen[0] = parts);
        assertThat(seen[0]).isEqualTo(3);
    }
}
