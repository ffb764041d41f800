package hourglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

    private static final long LARGE = Long.MAX_VALUE;

    @Test
    void eachMemberDoesItsPartOnce() {
        WorkerPool team = new WorkerPool(3);
        AtomicIntegerArray done = new AtomicIntegerArray(3);
        for (int round = 0; round < 300; round++) {
            team.run(LARGE, (member, members) -> done.incrementAndGet(member));
        }

        assertThat(done).hasToString("[300, 300, 300]");
    }

    @Test
    void aTeamThatHasFallenAsleepWakesUp() throws InterruptedException {
        WorkerPool team = new WorkerPool(2);
        AtomicInteger done = new AtomicInteger();
        for (int round = 0; round < 5; round++) {
            Thread.sleep(20);
            team.run(LARGE, (member, members) -> done.incrementAndGet());
        }

        assertThat(done).hasValue(10);
    }

    @Test
    void workInsideOfAPartAndSmallWorkIsDoneAlone() {
        WorkerPool team = new WorkerPool(2);
        AtomicInteger inner = new AtomicInteger();
        team.run(LARGE, (member, members) -> {
            if (member == 0) {
                team.run(LARGE, (m, all) -> inner.addAndGet(all));
            }
        });
        team.run(1, (m, all) -> inner.addAndGet(10 * all));

        assertThat(inner).hasValue(11);
    }

    @Test
    void aFailureOfAnyMemberReachesTheCallerAndTheTeamGoesOn() {
        WorkerPool team = new WorkerPool(2);
        for (int failing = 0; failing < 2; failing++) {
            int which = failing;
            assertThatThrownBy(() -> team.run(LARGE, (member, members) -> {
                        if (member == which) {
                            throw new IllegalStateException("member " + member);
                        }
                    }))
                    .hasMessage("member " + which);
        }
        AtomicInteger done = new AtomicInteger();
        team.run(LARGE, (member, members) -> done.incrementAndGet());

        assertThat(done).hasValue(2);
    }

    @Test
    void sharesCoverEverythingOnce() {
        for (int length : new int[] {0, 1, 5, 784}) {
            assertThat(WorkerPool.share(length, 0, 3)).isZero();
            assertThat(WorkerPool.share(length, 3, 3)).isEqualTo(length);
            assertThat(WorkerPool.share(length, 1, 3)).isBetween(0, WorkerPool.share(length, 2, 3));
        }
    }
}
