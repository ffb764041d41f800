package hourglass.train;

import hourglass.runtime.Interruption;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets one thread at a time change a network, or several read its weights, in the order in which they asked, until the network
 * is closed. Native code does not notice that the memory of an array was freed, so a thread that has waited for a closed network
 * is told here.
 */
public final class NetworkAccess {

    // Fair, so that an encode in another thread gets its turn between two batches.
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private volatile boolean closed;

    /**
     * Waits for the network, to have it alone.
     *
     * @throws IllegalStateException if the network was closed; it is then not held
     */
    public void acquire() {
        lock.writeLock().lock();
        releaseIfClosed(lock.writeLock());
    }

    /**
     * As {@link #acquire()}, until the thread is interrupted.
     *
     * @param doing what is stopped, as in "Stopped while measuring the loss"
     * @throws java.util.concurrent.CancellationException if the thread was interrupted; the network is then not held
     */
    public void acquire(String doing) {
        Interruption.lock(lock.writeLock(), doing);
        releaseIfClosed(lock.writeLock());
    }

    /**
     * Waits until nobody changes the network, and keeps it so. Others may read it at the same time.
     *
     * @param doing what is stopped, as in "Stopped while encoding"
     * @throws java.util.concurrent.CancellationException if the thread was interrupted; the network is then not held
     * @throws IllegalStateException if the network was closed; it is then not held
     */
    public void acquireToRead(String doing) {
        Interruption.lock(lock.readLock(), doing);
        releaseIfClosed(lock.readLock());
    }

    /** Ends what {@link #acquireToRead} has begun. */
    public void releaseAfterReading() {
        lock.readLock().unlock();
    }

    /**
     * Takes the network at once if no other thread uses it or waits for it, even for a thread that was interrupted, which then
     * ends its work in its own way; otherwise as {@link #acquire(String)}.
     *
     * @param doing what is stopped, as in "Stopped while training"
     * @throws java.util.concurrent.CancellationException if the thread was interrupted while it waited; the network is then not
     *     held
     */
    public void acquireAtOnceOr(String doing) {
        if (lock.hasQueuedThreads() || !lock.writeLock().tryLock()) {
            Interruption.lock(lock.writeLock(), doing);
        }
        releaseIfClosed(lock.writeLock());
    }

    /** Lets the next thread use the network. */
    public void release() {
        lock.writeLock().unlock();
    }

    /**
     * Closes the network for all threads.
     *
     * @param lastUse what is done with the network before, unless it is closed already
     */
    public void close(Runnable lastUse) {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                lastUse.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Refuses a network that was closed.
     *
     * @throws IllegalStateException if it was
     */
    public void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "This autoencoder was closed: load it from its file, or build it anew, to use it again.");
        }
    }

    private void releaseIfClosed(Lock held) {
        if (closed) {
            held.unlock();
            requireOpen();
        }
    }
}
