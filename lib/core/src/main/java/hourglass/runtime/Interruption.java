package hourglass.runtime;

import java.util.concurrent.CancellationException;

/** Ends what takes long when its thread is interrupted, for example by the stop button of a notebook. */
public final class Interruption {

    private Interruption() {}

    /**
     * Throws if the calling thread was interrupted; its interrupt flag stays set.
     *
     * @param doing what is going on, as in "The thread was interrupted while encoding"
     * @throws CancellationException if the thread was interrupted
     */
    public static void check(String doing) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException(
                    "The thread was interrupted while " + doing + ", so there is no result: call it again for one.");
        }
    }
}
