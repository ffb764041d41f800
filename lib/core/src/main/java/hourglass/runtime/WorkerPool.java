package hourglass.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A few threads that split one short piece of work, and wait for each other.
 *
 * <p>Measured reason: a dense network's step is a dozen pieces of 50 to 500 microseconds. OpenBLAS' and OpenMP's own
 * threads lose on them what they gain (a product of 256×784×32 takes 2.2 ms with two threads and 0.46 ms with one),
 * because waking a thread costs as much as the work. The members of this team look for new work for a moment before they
 * sleep, so that within a training step a hand-over costs about a microsecond, and an idle team costs nothing. A part
 * that no helper has begun when the caller is done with its own is done by the caller: on a busy machine nobody waits for
 * a thread that does not run.
 */
public final class WorkerPool {

    /** The team that all networks share: as many members as processors, at most four. */
    public static final WorkerPool SHARED =
            new WorkerPool(Math.min(4, Runtime.getRuntime().availableProcessors()));

    /** A piece of work that one member does. */
    @FunctionalInterface
    public interface Part {
        /** Does the part of one member, counted from 0, of so many members; any thread may do it. */
        public void run(int member, int members);
    }

    private static final int SPINS = 2_000;
    private static final long SMALL = 100_000;

    private final ReentrantLock busy = new ReentrantLock();
    private final Thread[] helpers;
    private final boolean[] asleep;
    private volatile Round current;

    /** One call: its parts are taken by whoever comes first. */
    private static final class Round {
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final int parts;
        private volatile Part work;
        private volatile Throwable failure;

        Round(Part work, int parts) {
            this.work = work;
            this.parts = parts;
        }

        void takePart() {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                try {
                    work.run(part, parts);
                } catch (Throwable t) {
                    failure = t;
                } finally {
                    done.incrementAndGet();
                }
            }
        }
    }

    WorkerPool(int members) {
        helpers = new Thread[members - 1];
        asleep = new boolean[members - 1];
        for (int i = 0; i < helpers.length; i++) {
            int helper = i;
            helpers[i] = new Thread(() -> help(helper), "hourglass-" + (i + 1));
            helpers[i].setDaemon(true);
        }
        for (Thread helper : helpers) {
            helper.start();
        }
    }

    /** Whether a thread is one of a team's own. */
    public static boolean isHelper(Thread thread) {
        return thread.isDaemon() && thread.getName().startsWith("hourglass-");
    }

    /** How many members there are, this thread being one of them. */
    public int members() {
        return helpers.length + 1;
    }

    /**
     * Runs the work once for each member, this thread being one of them, and returns when all parts are done. While another
     * thread has the team, inside of a part, or when the work is so small that handing it over costs more, the caller
     * does it alone, as the only member.
     *
     * @param multiplications about how many multiplications the whole work has
     */
    public void run(long multiplications, Part work) {
        if (helpers.length == 0 || multiplications < SMALL || busy.isHeldByCurrentThread() || !busy.tryLock()) {
            work.run(0, 1);
            return;
        }
        try {
            Round round = new Round(work, helpers.length + 1);
            current = round;
            for (int i = 0; i < helpers.length; i++) {
                wake(i);
            }
            round.takePart();
            for (int spins = 0; round.done.get() < round.parts; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
            round.work = null; // Its arrays may be large.
            rethrow(round.failure);
        } finally {
            busy.unlock();
        }
    }

    private void help(int helper) {
        Round seen = null;
        while (true) {
            for (int spins = 0; current == seen; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    sleep(helper, seen);
                }
            }
            seen = current;
            seen.takePart();
        }
    }

    private void wake(int helper) {
        synchronized (helpers[helper]) {
            if (asleep[helper]) {
                LockSupport.unpark(helpers[helper]);
            }
        }
    }

    private void sleep(int helper, Round seen) {
        Thread self = helpers[helper];
        synchronized (self) {
            asleep[helper] = current == seen;
        }
        while (current == seen) {
            LockSupport.park(this);
        }
        synchronized (self) {
            asleep[helper] = false;
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /** The first of a member's rows, columns or pictures when so many are split evenly; the next member's is its end. */
    public static int share(int length, int member, int members) {
        return (int) ((long) length * member / members);
    }
}
